package io.elbo4j.models;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.SupportedNetwork;
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
import io.elbo4j.spec.ModelSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SparsitySpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.TrainSpec;
import io.elbo4j.update.BayesianGradientDescent;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.PosteriorPrior;
import io.elbo4j.update.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * Training of a network, from settings.
 *
 * @param network of the likelihood
 * @param target what is inferred
 * @param round how values move
 * @param valueRounds how often
 * @param earlier belief that is the prior, where there is one
 */
record NetworkJob(
        RunSpec spec,
        Network network,
        Target target,
        MeanFieldRound round,
        int valueRounds,
        Optional<SparseGaussian> earlier) {

    /**
     * The configured job.
     *
     * @param network of the likelihood
     * @param input what the training data told
     */
    static Job<?> of(RunSpec spec, Network network, ModelInput input) {
        long totalRows = input.trainingRows();
        NetworkRounds.requireBatches(spec, totalRows);
        double temperature = spec.train().temperature();
        AdditiveObjective objective = temperature == 1 ? new Elbo() : new TemperedElbo(temperature);
        Optional<SparseGaussian> earlier =
                input.earlier().map(belief -> belief.network(network.layout().dimension()));
        Target target =
                new Target(network.layout(), prior(spec, network.layout(), input, earlier), totalRows, objective);
        int valueRounds = NetworkRounds.valueRounds(spec, totalRows);
        MeanFieldUpdate update = update(spec, (long) valueRounds * NetworkRounds.stepsPerRound(spec.cluster()));
        Estimator estimator = estimator(spec.train(), network, spec.model().points());
        MeanFieldRound round = new NetworkRounds(network, estimator, update, target).of(spec);
        NetworkJob job = new NetworkJob(spec, network, target, round, valueRounds, earlier);
        return switch (spec.model().name()) {
            case "ssvi" -> job.sparse();
            case "map" -> job.points();
            case "ewc", "laplace" -> job.consolidated();
            case "si" -> job.pathIntegral();
            default -> job.dense();
        };
    }

    private Job<?> sparse() {
        SsviSpec ssvi = ssvi(spec.model().sparsity());
        ParameterLayout layout = network.layout();
        checkSpike(layout);
        Optional<int[]> active = Optional.of(ssvi.activePerLayer(layout.weightBlocks()));
        Function<Key, MeanFieldState> start = key -> start(Ssvi.initial(ssvi, layout, initialPosterior(), key), active);
        MeanFieldState initial = start.apply(root());
        NetworkBelief<SsviState> belief =
                new NetworkBelief<>(target, round.slots(), active, SsviState::belief, SsviState::of);
        int steps = round.stepsPerRound();
        Job<SsviState> job = new Job<>(
                Ssvi.of(ssvi, network, round, target, spec.train().batch(), valueRounds),
                SsviState.of(initial),
                Ssvi.totalRounds(ssvi, layout, valueRounds, steps),
                belief::posterior,
                Optional.of(belief),
                partition(belief, initial, index -> Ssvi.valueRoundsBefore(ssvi, layout, valueRounds, steps, index)));
        return MixtureJob.of(spec, job, key -> SsviState.of(start.apply(key)));
    }

    private void checkSpike(ParameterLayout layout) {
        List<Double> sds = spec.evaluate().spikeSd();
        if (sds.isEmpty()) {
            return;
        }
        if (!(network instanceof SupportedNetwork)) {
            throw new SpecException("settings: engine draws no absent weights: engine="
                    + spec.network().engine() + " network.dl4j="
                    + spec.network().dl4j() + " evaluate.spikeSd=" + sds
                    + "; use layers that engine=kernel knows, or evaluate.spikeSd=[]");
        }
        List<String> layers =
                layout.weightBlocks().stream().map(ParameterBlock::name).toList();
        if (sds.size() != layers.size()) {
            throw new SpecException("settings: a standard deviation a layer: evaluate.spikeSd=" + sds + " layers="
                    + layers + "; give as many as layers");
        }
    }

    private Job<?> dense() {
        MeanFieldState initial = start(root());
        NetworkBelief<MeanFieldState> belief =
                new NetworkBelief<>(target, round.slots(), Optional.empty(), Function.identity(), Function.identity());
        Job<MeanFieldState> job = new Job<>(
                Mfvi.of(round),
                initial,
                valueRounds,
                belief::posterior,
                Optional.of(belief),
                partition(belief, initial, IntUnaryOperator.identity()));
        return MixtureJob.of(spec, job, this::start);
    }

    private Job<?> points() {
        Job<MeanFieldState> job = new Job<>(
                Mfvi.of(round), start(root()), valueRounds, MeanFieldState::posterior, MeanFieldState::posterior);
        return MixtureJob.of(spec, job, this::start);
    }

    private Job<EwcState> consolidated() {
        ConsolidationSpec hold = spec.consolidation();
        boolean laplace = spec.model().name().equals("laplace");
        EwcSpec ewc = new EwcSpec(
                laplace ? 1 : hold.strength(), laplace ? 1 : hold.decay(), hold.rows(), 1 / spec.priorVariance());
        return new Job<>(
                Ewc.of(ewc, network, round, target, valueRounds),
                EwcState.of(start(root())),
                valueRounds + 1,
                EwcState::points,
                EwcState::normals);
    }

    private Job<MeanFieldState> pathIntegral() {
        ConsolidationSpec hold = spec.consolidation();
        SynapticIntelligence si =
                new SynapticIntelligence(hold.strength(), hold.decay(), hold.damping(), 1 / spec.priorVariance());
        MeanFieldState initial = start(root());
        return new Job<>(
                Mfvi.of(round),
                initial,
                valueRounds,
                MeanFieldState::posterior,
                state -> si.consolidated(initial.posterior(), state, target));
    }

    private Key root() {
        return Key.of(spec.seed());
    }

    private InitialPosterior initialPosterior() {
        ModelSpec model = spec.model();
        return new InitialPosterior(model.initialMeanScale(), model.points() ? 0 : model.initialSd());
    }

    /** Where a training with all weights begins. */
    private MeanFieldState start(Key key) {
        return start(initialPosterior().dense(network.layout(), Stream.INITIAL.of(key)), Optional.empty());
    }

    private MeanFieldState start(SparseGaussian random, Optional<int[]> activePerLayer) {
        SparseGaussian first = earlier.map(q -> EarlierBelief.start(q, random, target, activePerLayer))
                .orElse(random);
        return round.slots().initial(first, target);
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
    private <S> Optional<Partition<S>> partition(
            NetworkBelief<S> belief, MeanFieldState initial, IntUnaryOperator valueRoundsBefore) {
        return spec.cluster().merge().equals("pvi")
                ? Optional.of(new NetworkPartition<>(
                        belief,
                        NetworkRounds.sitePlaces(spec.cluster()),
                        initial.posterior(),
                        spec.cluster().localSteps(),
                        valueRoundsBefore))
                : Optional.empty();
    }

    private static MeanFieldUpdate update(RunSpec spec, long steps) {
        TrainSpec train = spec.train();
        double initialSd = spec.model().initialSd();
        Schedule schedule = new Schedule(train.learningRate(), Math.round(train.warmup() * steps), steps);
        MeanFieldUpdate update = switch (train.optimiser()) {
            case "adam" -> new GradientUpdate(new Adam(train.beta1(), train.beta2(), 1e-8), schedule);
            case "sgd" -> new GradientUpdate(new Sgd(train.beta1()), schedule);
            case "bgd" -> new BayesianGradientDescent(train.learningRate(), initialSd * initialSd);
            default -> new Ivon(schedule, train.beta1(), train.beta2(), train.initialHessian(), train.clip(), true);
        };
        return spec.model().name().equals("si") ? new PathIntegral(update) : update;
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
