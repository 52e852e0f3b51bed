package io.elbo4j.models;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Flipout;
import io.elbo4j.estimator.LocalReparameterised;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.models.ewc.Ewc;
import io.elbo4j.models.ewc.EwcSpec;
import io.elbo4j.models.ewc.EwcState;
import io.elbo4j.models.mfvi.Mfvi;
import io.elbo4j.models.si.PathIntegral;
import io.elbo4j.models.si.SynapticIntelligence;
import io.elbo4j.models.ssvi.Allocation;
import io.elbo4j.models.ssvi.RemovalScore;
import io.elbo4j.models.ssvi.Ssvi;
import io.elbo4j.models.ssvi.SsviSpec;
import io.elbo4j.models.ssvi.SsviState;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.spec.ConsolidationSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SparsitySpec;
import io.elbo4j.spec.TrainSpec;
import io.elbo4j.update.BayesianGradientDescent;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.PosteriorPrior;
import io.elbo4j.update.Target;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** Training of a network, from settings. */
final class NetworkJob {

    private NetworkJob() {}

    /**
     * The configured job.
     *
     * @param network of the likelihood
     * @param input what the training data told
     */
    static Job<?> of(RunSpec spec, Network network, ModelInput input) {
        long totalRows = input.trainingRows();
        TrainSpec train = spec.train();
        NetworkRounds.requireBatches(spec, totalRows);
        AdditiveObjective objective = train.temperature() == 1 ? new Elbo() : new TemperedElbo(train.temperature());
        Optional<SparseGaussian> earlier =
                input.earlier().map(belief -> belief.network(network.layout().dimension()));
        Target target =
                new Target(network.layout(), prior(spec, network.layout(), input, earlier), totalRows, objective);
        int stepsPerRound = NetworkRounds.stepsPerRound(spec.cluster());
        int valueRounds = NetworkRounds.valueRounds(spec, totalRows);
        long steps = (long) valueRounds * stepsPerRound;
        boolean points = spec.model().points();
        MeanFieldUpdate update = update(train, steps, spec.model().initialSd());
        if (spec.model().name().equals("si")) {
            update = new PathIntegral(update);
        }
        Estimator estimator = estimator(train, network, points);
        MeanFieldRound round = new NetworkRounds(network, estimator, update, target).of(spec);
        InitialPosterior start = new InitialPosterior(
                spec.model().initialMeanScale(), points ? 0 : spec.model().initialSd());
        Key root = Key.of(spec.seed());
        boolean sparse = spec.model().name().equals("ssvi");
        SsviSpec ssvi = ssvi(spec.model().sparsity());
        SparseGaussian random = sparse
                ? Ssvi.initial(ssvi, network.layout(), start, root)
                : start.dense(network.layout(), Stream.INITIAL.of(root));
        Optional<int[]> active =
                sparse ? Optional.of(ssvi.activePerLayer(network.layout().weightBlocks())) : Optional.empty();
        SparseGaussian first =
                earlier.map(q -> EarlierBelief.start(q, random, target, active)).orElse(random);
        MeanFieldState initial = round.slots().initial(first, target);
        if (points) {
            return pointJob(spec, network, round, target, initial, valueRounds);
        }
        if (!sparse) {
            NetworkBelief<MeanFieldState> belief = new NetworkBelief<>(
                    target, round.slots(), Optional.empty(), Function.identity(), Function.identity());
            return new Job<>(
                    Mfvi.of(round),
                    initial,
                    valueRounds,
                    belief::posterior,
                    Optional.of(belief),
                    partition(spec, belief, initial, IntUnaryOperator.identity()));
        }
        NetworkBelief<SsviState> belief =
                new NetworkBelief<>(target, round.slots(), active, SsviState::belief, SsviState::of);
        return new Job<>(
                Ssvi.of(ssvi, network, round, target, train.batch(), valueRounds),
                SsviState.of(initial),
                Ssvi.totalRounds(ssvi, network.layout(), valueRounds, stepsPerRound),
                belief::posterior,
                Optional.of(belief),
                partition(
                        spec,
                        belief,
                        initial,
                        index -> Ssvi.valueRoundsBefore(ssvi, network.layout(), valueRounds, stepsPerRound, index)));
    }

    /** Points, and how a learner of tasks in turn goes on to hold them. */
    private static Job<?> pointJob(
            RunSpec spec,
            Network network,
            MeanFieldRound round,
            Target target,
            MeanFieldState initial,
            int valueRounds) {
        ConsolidationSpec hold = spec.consolidation();
        double priorPrecision = 1 / spec.priorVariance();
        return switch (spec.model().name()) {
            case "ewc", "laplace" -> {
                boolean laplace = spec.model().name().equals("laplace");
                EwcSpec ewc = new EwcSpec(
                        laplace ? 1 : hold.strength(), laplace ? 1 : hold.decay(), hold.rows(), priorPrecision);
                yield new Job<>(
                        Ewc.of(ewc, network, round, target, valueRounds),
                        EwcState.of(initial),
                        valueRounds + 1,
                        EwcState::points,
                        EwcState::normals);
            }
            case "si" -> {
                SynapticIntelligence si =
                        new SynapticIntelligence(hold.strength(), hold.decay(), hold.damping(), priorPrecision);
                yield new Job<>(
                        Mfvi.of(round),
                        initial,
                        valueRounds,
                        MeanFieldState::posterior,
                        state -> si.consolidated(initial.posterior(), state, target));
            }
            default ->
                new Job<>(Mfvi.of(round), initial, valueRounds, MeanFieldState::posterior, MeanFieldState::posterior);
        };
    }

    /**
     * The posterior of earlier rows, where there is one. Its points tell no precision; they are taken to have that which IVON
     * starts with, so that rows of today do not move them as if there had been none before.
     */
    private static GaussianPrior prior(
            RunSpec spec, ParameterLayout layout, ModelInput input, Optional<SparseGaussian> earlier) {
        GaussianPrior isotropic = GaussianPrior.isotropic(spec.priorVariance());
        if (earlier.isEmpty()) {
            return isotropic;
        }
        double rows = input.earlier().orElseThrow().rows() / spec.train().temperature();
        return new PosteriorPrior(
                earlier.get(), isotropic, layout, rows, spec.train().initialHessian(), spec.priorSharpening());
    }

    /** Of rounds whose slots are sites. */
    private static <S> Optional<Partition<S>> partition(
            RunSpec spec, NetworkBelief<S> belief, MeanFieldState initial, IntUnaryOperator valueRoundsBefore) {
        return spec.cluster().merge().equals("pvi")
                ? Optional.of(new NetworkPartition<>(
                        belief,
                        NetworkRounds.sitePlaces(spec.cluster()),
                        initial.posterior(),
                        spec.cluster().localSteps(),
                        valueRoundsBefore))
                : Optional.empty();
    }

    private static MeanFieldUpdate update(TrainSpec train, long steps, double initialSd) {
        Schedule schedule = new Schedule(train.learningRate(), Math.round(train.warmup() * steps), steps);
        return switch (train.optimiser()) {
            case "adam" -> new GradientUpdate(new Adam(train.beta1(), train.beta2(), 1e-8), schedule);
            case "sgd" -> new GradientUpdate(new Sgd(train.beta1()), schedule);
            case "bgd" -> new BayesianGradientDescent(train.learningRate(), initialSd * initialSd);
            default -> new Ivon(schedule, train.beta1(), train.beta2(), train.initialHessian(), train.clip(), true);
        };
    }

    /** Left to itself: weight sampling for IVON and points, local reparameterisation where the network can do it. */
    private static Estimator estimator(TrainSpec train, Network network, boolean points) {
        boolean local = network instanceof LocalLogLikelihood
                && !points
                && !train.optimiser().equals("ivon");
        String name = train.estimator().equals("auto")
                ? (local ? "local-reparameterised" : "reparameterised")
                : train.estimator();
        return switch (name) {
            case "local-reparameterised" -> new LocalReparameterised(train.samples());
            case "flipout" -> new Flipout(train.samples());
            default -> new Reparameterised(train.samples());
        };
    }

    /** Settings of a sparse support. */
    static SsviSpec ssvi(SparsitySpec sparsity) {
        return new SsviSpec(
                sparsity.density(),
                Allocation.parse(sparsity.allocation()),
                sparsity.layerDensity(),
                sparsity.denseFirstLayer(),
                RemovalScore.parse(sparsity.removal()),
                sparsity.regrowAfterRemoval(),
                sparsity.everySteps(),
                sparsity.initialFraction(),
                sparsity.endFraction(),
                sparsity.gradientBatches(),
                sparsity.exactUpTo());
    }
}
