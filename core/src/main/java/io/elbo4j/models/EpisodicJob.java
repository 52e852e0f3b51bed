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
import io.elbo4j.models.niwmeta.ClosedForm;
import io.elbo4j.models.niwmeta.EpisodeFit;
import io.elbo4j.models.niwmeta.EpisodePredictive;
import io.elbo4j.models.niwmeta.ExactQuadratic;
import io.elbo4j.models.niwmeta.Laplace;
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
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.spec.EpisodeSpec;
import io.elbo4j.spec.MetaSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.TrainSpec;
import io.elbo4j.update.InitialPosterior;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Learning from episodes, from settings. */
final class EpisodicJob {

    private EpisodicJob() {}

    /** Whether settings go together, as far as that can be told without a network. */
    static void check(RunSpec spec) {
        if (spec.train().optimiser().equals("ivon")) {
            throw new SpecException("settings: episodes move the belief by a gradient: model.name="
                    + spec.model().name() + " train.optimiser=ivon; use train.optimiser=adam or sgd");
        }
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
        source(spec.episodes());
    }

    static Job<?> of(RunSpec spec, Network network) {
        return spec.model().name().equals("niw-meta") ? belief(spec, network) : points(spec, network);
    }

    private static EpisodeSource source(EpisodeSpec spec) {
        return switch (spec.source()) {
            case "classes" -> new FewShotClasses(spec.ways(), spec.shots(), spec.queries(), spec.rotations());
            case "tasks" -> new TaskColumn(spec.shots(), spec.queries());
            default ->
                new GeneratedTasks(
                        new Sinusoids(spec.source().equals("sinusoid-or-line")), spec.shots(), spec.queries());
        };
    }

    private static Job<NiwMetaState> belief(RunSpec spec, Network network) {
        MetaSpec meta = spec.meta();
        OwnWeights weights = meta.wholeNetwork() ? OwnWeights.whole(network) : OwnWeights.head(features(network));
        EpisodeFit fit = fit(meta);
        NiwMetaSpec niw = new NiwMetaSpec(
                fit,
                meta.query() ? Objective.QUERY : Objective.ELBO,
                spec.train().samples(),
                spec.episodes().perRound(),
                meta.additive(),
                optimiser(spec.train()),
                schedule(spec));
        float[] theta = start(spec, network);
        if (!meta.wholeNetwork()) {
            // Their order within an episode means nothing, so their mean is where it will stay.
            Arrays.fill(theta, weights.from(), weights.to(), 0f);
        }
        EpisodeSource source = source(spec.episodes());
        EpisodePredictive predictive = new EpisodePredictive(
                weights, adaptation(meta, fit), spec.evaluate().samples());
        return new Job<>(
                NiwMeta.of(niw, weights, source),
                NiwMeta.initial(niw, weights, theta, meta.initialSd(), meta.fullCovariance()),
                spec.episodes().rounds(),
                state -> NiwMeta.posterior(weights, state),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new EpisodicModel<>(source, predictive::of)));
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
        return switch (meta.adaptation()) {
            case "variational" -> new VariationalSteps(meta.innerSteps(), meta.innerRate());
            case "mode" -> new ClosedForm(fit, ClosedForm.TestPrior.MODE);
            case "student-t" -> new ClosedForm(fit, ClosedForm.TestPrior.STUDENT_T);
            default -> new ClosedForm(fit, ClosedForm.TestPrior.EXPECTED);
        };
    }

    private static Job<PointMetaState> points(RunSpec spec, Network network) {
        EpisodicLearner learner = learner(spec, network);
        EpisodeSource source = source(spec.episodes());
        PointMeta rounds =
                new PointMeta(learner, source, spec.episodes().perRound(), optimiser(spec.train()), schedule(spec));
        return new Job<>(
                rounds.algorithm(),
                rounds.initial(start(spec, network)),
                spec.episodes().rounds(),
                state -> points(state.theta()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new EpisodicModel<>(
                        source, (state, episode, key) -> learner.prediction(state.theta(), episode))));
    }

    private static SparseGaussian points(float[] theta) {
        int[] all = IntStream.range(0, theta.length).toArray();
        return new SparseGaussian(theta.length, all, theta, new float[theta.length]);
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

    private static FirstOrder optimiser(TrainSpec train) {
        return train.optimiser().equals("adam") ? new Adam(train.beta1(), train.beta2(), 1e-8) : new Sgd(train.beta1());
    }

    private static Schedule schedule(RunSpec spec) {
        int rounds = spec.episodes().rounds();
        return new Schedule(spec.train().learningRate(), Math.round(spec.train().warmup() * rounds), rounds);
    }
}
