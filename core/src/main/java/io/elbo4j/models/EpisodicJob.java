package io.elbo4j.models;

import io.elbo4j.data.EpisodeSource;
import io.elbo4j.data.FewShotClasses;
import io.elbo4j.data.GeneratedTasks;
import io.elbo4j.data.Sinusoids;
import io.elbo4j.data.TaskColumn;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.niwmeta.Adaptation;
import io.elbo4j.models.niwmeta.ClassMeans;
import io.elbo4j.models.niwmeta.ClosedForm;
import io.elbo4j.models.niwmeta.EpisodeFit;
import io.elbo4j.models.niwmeta.EpisodePredictive;
import io.elbo4j.models.niwmeta.EpisodeScale;
import io.elbo4j.models.niwmeta.ExactQuadratic;
import io.elbo4j.models.niwmeta.Laplace;
import io.elbo4j.models.niwmeta.MovingSupport;
import io.elbo4j.models.niwmeta.NiwMeta;
import io.elbo4j.models.niwmeta.NiwMetaSpec;
import io.elbo4j.models.niwmeta.NiwMetaState;
import io.elbo4j.models.niwmeta.Objective;
import io.elbo4j.models.niwmeta.OwnWeights;
import io.elbo4j.models.niwmeta.Sgld;
import io.elbo4j.models.niwmeta.VariationalSteps;
import io.elbo4j.models.pointmeta.Descent;
import io.elbo4j.models.pointmeta.EpisodicLearner;
import io.elbo4j.models.pointmeta.FirstOrderMaml;
import io.elbo4j.models.pointmeta.IndependentFits;
import io.elbo4j.models.pointmeta.PointMeta;
import io.elbo4j.models.pointmeta.PointMetaState;
import io.elbo4j.models.pointmeta.PrototypicalNetwork;
import io.elbo4j.models.pointmeta.Reptile;
import io.elbo4j.models.pointmeta.SharedNetwork;
import io.elbo4j.optim.Schedule;
import io.elbo4j.spec.EpisodeSpec;
import io.elbo4j.spec.MetaSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SparsitySpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.update.InitialPosterior;
import java.util.Arrays;
import java.util.List;

/** Learning from episodes, from settings. */
final class EpisodicJob {

    private EpisodicJob() {}

    /** Whether settings go together, as far as that can be told without a network. */
    static void check(RunSpec spec) {
        FirstOrderRules.require(spec);
        String likelihood = spec.likelihood().family();
        List<String> fitting = spec.episodes().classes()
                ? List.of("categorical")
                : List.of("gaussian", "gaussian-learned-noise", "gaussian-input-noise");
        if (!fitting.contains(likelihood)) {
            throw new SpecException("settings: likelihood does not fit the episodes: likelihood.family=" + likelihood
                    + " episodes.source=" + spec.episodes().source() + "; use one of " + fitting);
        }
        if (spec.data().heldOut() > 0) {
            throw new SpecException("settings: episodes are judged on other classes or tasks, not on other rows:"
                    + " data.heldOut=" + spec.data().heldOut() + "; set data.heldOut=0, and data.test to them");
        }
        if (spec.model().name().equals("prototypes") && !spec.episodes().classes()) {
            throw new SpecException("settings: prototypes are of classes: model.name=prototypes episodes.source="
                    + spec.episodes().source() + "; use another model");
        }
        if (!spec.episodes().split().isEmpty()
                && (!spec.episodes().classes() || !spec.data().test().isEmpty())) {
            throw new SpecException("settings: a split is of the classes of data.train alone: episodes.split="
                    + spec.episodes().split() + " episodes.source="
                    + spec.episodes().source() + " data.test="
                    + spec.data().test() + "; set episodes.source=classes and no data.test, or episodes.split=[]");
        }
        if (spec.episodes().trainingWays() != spec.episodes().ways() && !spec.anyWays()) {
            throw new SpecException("settings: the last layer has an output for each class of an episode:"
                    + " episodes.ways=" + spec.episodes().ways() + " episodes.trainingWays="
                    + spec.episodes().trainingWays()
                    + "; give both the same number, or use model.name=prototypes or meta.own=class-means");
        }
        if (spec.model().name().equals("niw-meta") && spec.meta().classMeans()) {
            checkClassMeans(spec);
        }
        if (spec.meta().components() > 1
                && (spec.meta().query()
                        || spec.meta().classMeans()
                        || spec.meta().adaptation().equals("variational"))) {
            throw new SpecException("settings: components are told apart by the bound: meta.components="
                    + spec.meta().components() + " meta.own=" + spec.meta().own() + " meta.adaptation="
                    + spec.meta().adaptation() + "; use meta.objective=elbo, own weights other than class-means, and an"
                    + " adaptation other than variational, or meta.components=1");
        }
        if (spec.meta().ownDensity() < 1
                && (spec.meta().components() > 1
                        || spec.meta().additive()
                        || spec.meta().classMeans())) {
            throw new SpecException(
                    "settings: a support moves under one belief that follows a gradient: meta.ownDensity="
                            + spec.meta().ownDensity() + " meta.components="
                            + spec.meta().components() + " meta.own="
                            + spec.meta().own()
                            + "; use meta.components=1, meta.update=gradient and own weights other than"
                            + " class-means, or meta.ownDensity=1");
        }
        if (spec.meta().scaleDegrees() > 0
                && (!spec.meta().fullCovariance()
                        || spec.meta().query()
                        || spec.meta().additive()
                        || spec.meta().wholeNetwork()
                        || !likelihood.equals("gaussian-learned-noise"))) {
            throw new SpecException("settings: scales are of a last layer that is fitted exactly: meta.scaleDegrees="
                    + spec.meta().scaleDegrees() + " meta.covariance="
                    + (spec.meta().fullCovariance() ? "full" : "diagonal") + " meta.objective="
                    + (spec.meta().query() ? "query" : "elbo") + " meta.update="
                    + (spec.meta().additive() ? "additive" : "gradient") + " meta.own="
                    + spec.meta().own() + " likelihood.family=" + likelihood
                    + "; use meta.covariance=full, meta.objective=elbo, meta.update=gradient, meta.own=last-layer and"
                    + " likelihood.family=gaussian-learned-noise, or meta.scaleDegrees=0");
        }
        judged(spec.episodes());
        training(spec.episodes());
    }

    private static void checkClassMeans(RunSpec spec) {
        MetaSpec meta = spec.meta();
        if (!spec.episodes().classes()
                || !meta.query()
                || meta.additive()
                || meta.fullCovariance()
                || meta.adaptation().equals("variational")) {
            throw new SpecException("settings: means of classes are learned by the query and adapted in closed form:"
                    + " meta.own=class-means episodes.source="
                    + spec.episodes().source() + " meta.adaptation=" + meta.adaptation()
                    + "; use episodes.source=classes, meta.objective=query, meta.update=gradient,"
                    + " meta.covariance=diagonal, and an adaptation other than variational");
        }
    }

    static Job<?> of(RunSpec spec, Network network) {
        return spec.model().name().equals("niw-meta") ? belief(spec, network) : points(spec, network);
    }

    private static EpisodeSource training(EpisodeSpec spec) {
        return source(spec, spec.trainingWays(), spec.trainingQueries());
    }

    private static EpisodeSource judged(EpisodeSpec spec) {
        return source(spec, spec.ways(), spec.queries());
    }

    private static EpisodeSource source(EpisodeSpec spec, int ways, int queries) {
        return switch (spec.source()) {
            case "classes" -> new FewShotClasses(ways, spec.shots(), queries, spec.rotations());
            case "tasks" -> new TaskColumn(spec.shots(), queries);
            default ->
                new GeneratedTasks(new Sinusoids(spec.source().equals("sinusoid-or-line")), spec.shots(), queries);
        };
    }

    private static Job<NiwMetaState> belief(RunSpec spec, Network network) {
        MetaSpec meta = spec.meta();
        if (meta.classMeans()) {
            return classMeans(spec, features(network));
        }
        OwnWeights weights = meta.wholeNetwork() ? OwnWeights.whole(network) : OwnWeights.head(features(network));
        EpisodeFit fit = fit(meta);
        NiwMetaSpec niw = niw(spec, fit);
        float[] theta = start(spec, network);
        if (!meta.wholeNetwork()) {
            // Their order within an episode means nothing, so their mean is where it will stay.
            Arrays.fill(theta, weights.from(), weights.to(), 0f);
        }
        EpisodeSource source = training(spec.episodes());
        EpisodePredictive predictive = new EpisodePredictive(
                weights, adaptation(meta, fit), spec.evaluate().samples(), niw.scale());
        return Job.ofEpisodes(
                NiwMeta.of(niw, weights, source),
                NiwMeta.initial(
                        niw,
                        weights,
                        theta,
                        meta.initialSd(),
                        meta.fullCovariance(),
                        meta.components(),
                        Stream.SUPPORT.of(Key.of(spec.seed()))),
                spec.episodes().rounds(),
                state -> NiwMeta.posterior(weights, state),
                new EpisodicModel<>(source, judged(spec.episodes()), predictive::of));
    }

    private static NiwMetaSpec niw(RunSpec spec, EpisodeFit fit) {
        SparsitySpec sparsity = spec.model().sparsity();
        int end = (int) Math.round(sparsity.endFraction() * spec.episodes().rounds());
        return new NiwMetaSpec(
                fit,
                spec.meta().query() ? Objective.QUERY : Objective.ELBO,
                spec.train().samples(),
                spec.episodes().perRound(),
                new MovingSupport(
                        spec.meta().ownDensity(),
                        sparsity.everySteps(),
                        sparsity.initialFraction(),
                        end,
                        spec.meta().initialSd()),
                spec.meta().scaleDegrees() > 0 ? new EpisodeScale(spec.meta().scaleDegrees()) : EpisodeScale.ONE,
                spec.meta().additive(),
                FirstOrderRules.of(spec.train()),
                schedule(spec));
    }

    private static Job<NiwMetaState> classMeans(RunSpec spec, FeatureNetwork network) {
        ClassMeans means = ClassMeans.of(network, testPrior(spec.meta()));
        NiwMetaSpec niw = niw(spec, new ExactQuadratic());
        EpisodeSource source = training(spec.episodes());
        EpisodeSource judged = judged(spec.episodes());
        return Job.ofEpisodes(
                NiwMeta.of(niw, means, source),
                NiwMeta.initial(niw, means, start(spec, network), spec.meta().initialSd()),
                spec.episodes().rounds(),
                state -> NiwMeta.posterior(means, state),
                new EpisodicModel<>(source, judged, (state, episode, key) -> means.prediction(state, episode)));
    }

    private static EpisodeFit fit(MetaSpec meta) {
        if (meta.fullCovariance()) {
            return new ExactQuadratic();
        }
        return meta.fit().equals("sgld")
                ? new Sgld(meta.burnIn(), meta.fitSteps(), meta.fitStep(), meta.precisionCap())
                : new Laplace(meta.fitSteps(), 1);
    }

    private static Adaptation adaptation(MetaSpec meta, EpisodeFit fit) {
        return meta.adaptation().equals("variational")
                ? new VariationalSteps(meta.innerSteps(), meta.innerRate())
                : new ClosedForm(fit, testPrior(meta));
    }

    private static ClosedForm.TestPrior testPrior(MetaSpec meta) {
        return switch (meta.adaptation()) {
            case "mode" -> ClosedForm.TestPrior.MODE;
            case "student-t" -> ClosedForm.TestPrior.STUDENT_T;
            default -> ClosedForm.TestPrior.EXPECTED;
        };
    }

    private static Job<PointMetaState> points(RunSpec spec, Network network) {
        EpisodicLearner learner = learner(spec, network);
        EpisodeSource source = training(spec.episodes());
        EpisodeSource judged = judged(spec.episodes());
        PointMeta rounds = new PointMeta(
                learner, source, spec.episodes().perRound(), FirstOrderRules.of(spec.train()), schedule(spec));
        return Job.ofEpisodes(
                rounds.algorithm(),
                rounds.initial(start(spec, network)),
                spec.episodes().rounds(),
                state -> SparseGaussian.points(state.theta()),
                new EpisodicModel<>(
                        source, judged, (state, episode, key) -> learner.prediction(state.theta(), episode)));
    }

    private static EpisodicLearner learner(RunSpec spec, Network network) {
        Descent inner = new Descent(spec.meta().innerSteps(), spec.meta().innerRate());
        return switch (spec.model().name()) {
            case "maml" -> new FirstOrderMaml(network, inner);
            case "reptile" -> new Reptile(network, inner);
            case "prototypes" -> new PrototypicalNetwork(features(network));
            case "shared" -> new SharedNetwork(network);
            default -> new IndependentFits(network, inner);
        };
    }

    private static FeatureNetwork features(Network network) {
        if (network instanceof FeatureNetwork features) {
            return features;
        }
        throw new SpecException("settings: this network's last layer cannot be told apart: network="
                + network.getClass().getSimpleName()
                + "; use layers that have kernels, or meta.own=network");
    }

    private static float[] start(RunSpec spec, Network network) {
        return new InitialPosterior(spec.model().initialMeanScale(), 0)
                .dense(network.layout(), Stream.INITIAL.of(Key.of(spec.seed())))
                .meanTheta();
    }

    private static Schedule schedule(RunSpec spec) {
        int rounds = spec.episodes().rounds();
        return new Schedule(spec.train().learningRate(), Math.round(spec.train().warmup() * rounds), rounds);
    }
}
