package io.elbo4j.models;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.Network;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Flipout;
import io.elbo4j.estimator.LocalReparameterised;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.models.linear.LinearRegression;
import io.elbo4j.models.linear.LinearSpec;
import io.elbo4j.models.linear.LinearState;
import io.elbo4j.models.mfvi.Mfvi;
import io.elbo4j.models.ssvi.Allocation;
import io.elbo4j.models.ssvi.RemovalScore;
import io.elbo4j.models.ssvi.Ssvi;
import io.elbo4j.models.ssvi.SsviSpec;
import io.elbo4j.models.ssvi.SsviState;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SparsitySpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.TrainSpec;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.List;

/** All models by name: an explicit list, read from settings to a {@link Job}. */
public final class Catalog {

    private Catalog() {}

    /**
     * Whether settings go together, as far as that can be told before any data are read.
     *
     * @throws SpecException or IllegalArgumentException where they do not
     */
    public static void check(RunSpec spec) {
        spec.network().layers().forEach(LayerSpec::parse);
        ssvi(spec.model().sparsity());
        boolean ownRule = linearRegression(spec);
        if (ownRule) {
            checkLinear(spec);
        } else {
            NetworkRounds.check(spec);
        }
        if (!ownRule
                && spec.model().name().equals("map")
                && spec.train().optimiser().equals("ivon")) {
            throw new SpecException("settings: ivon needs variances: model.name=map train.optimiser=ivon; use"
                    + " train.optimiser=adam or sgd");
        }
        if (!ownRule && spec.train().estimator().equals("closed-form")) {
            throw new SpecException("settings: no closed form for this model: model.name="
                    + spec.model().name()
                    + " train.estimator=closed-form; use reparameterised, local-reparameterised or flipout");
        }
        boolean classes =
                List.of("categorical", "bernoulli").contains(spec.likelihood().family());
        if (!classes && !spec.evaluate().outOfDistribution().isEmpty()) {
            throw new SpecException("settings: out-of-distribution figures need classes: likelihood.family="
                    + spec.likelihood().family() + " evaluate.outOfDistribution="
                    + spec.evaluate().outOfDistribution() + "; clear evaluate.outOfDistribution");
        }
    }

    /** How many shards take steps in a round. */
    public static int shardsPerRound(RunSpec spec) {
        return NetworkRounds.shardsPerRound(spec.cluster());
    }

    /** Whether the conjugate solvers run; linear regression with a sampling estimator is a network without layers. */
    static boolean linearRegression(RunSpec spec) {
        String estimator = spec.train().estimator();
        boolean exact = estimator.equals("auto") || estimator.equals("closed-form");
        return spec.model().name().equals("linear-regression")
                && (exact || spec.model().closedForm());
    }

    private static void checkPartitioned(RunSpec spec) {
        if (!spec.model().closedForm()) {
            throw new SpecException("settings: shards solve in closed form: merge.rule=pvi model.solver=gradient;"
                    + " use model.solver=closed-form, or another merge.rule");
        }
        ConjugatePvi.spec(spec);
    }

    private static void checkLinear(RunSpec spec) {
        if (!spec.likelihood().family().equals("gaussian")) {
            throw new SpecException("settings: linear regression needs known Gaussian noise: likelihood.family="
                    + spec.likelihood().family() + "; use likelihood.family=gaussian");
        }
        if (!spec.network().layers().isEmpty() || !spec.network().dl4j().isEmpty()) {
            throw new SpecException("settings: linear regression has no hidden layers: network.layers="
                    + spec.network().layers() + " network.dl4j="
                    + spec.network().dl4j()
                    + "; leave both empty, or use model.name=mfvi");
        }
        if (!spec.model().closedForm() && spec.model().full()) {
            throw new SpecException("settings: gradients are for the mean-field family: model.family=full"
                    + " model.solver=gradient; use model.solver=closed-form or model.family=mean-field");
        }
        if (spec.cluster().merge().equals("pvi")) {
            checkPartitioned(spec);
        }
    }

    /**
     * The configured job.
     *
     * @param network of the likelihood
     * @param inputs F
     * @param totalRows N, training rows in all shards
     * @throws SpecException where settings do not go together, or not with the number of rows
     */
    public static Job<?> job(RunSpec spec, Network network, int inputs, long totalRows) {
        check(spec);
        if (!linearRegression(spec)) {
            return network(spec, network, totalRows);
        }
        return spec.cluster().merge().equals("pvi") ? ConjugatePvi.job(spec, inputs) : linear(spec, inputs);
    }

    private static Job<LinearState> linear(RunSpec spec, int inputs) {
        boolean gradient = !spec.model().closedForm();
        LinearSpec linear = new LinearSpec(
                spec.model().full(), spec.network().bias(), spec.likelihood().noiseVariance(), spec.priorVariance());
        return new Job<>(
                gradient ? LinearRegression.exactGradient(linear) : LinearRegression.closedForm(linear),
                LinearRegression.initial(linear, inputs),
                gradient ? EXACT_GRADIENT_ROUNDS : 1,
                LinearState::posterior);
    }

    /** A limit: the two-point step length converges long before on all but the worst conditioned data, and then stops. */
    private static final int EXACT_GRADIENT_ROUNDS = 1000;

    private static Job<?> network(RunSpec spec, Network network, long totalRows) {
        TrainSpec train = spec.train();
        requireBatches(spec, totalRows);
        AdditiveObjective objective = train.temperature() == 1 ? new Elbo() : new TemperedElbo(train.temperature());
        Target target =
                new Target(network.layout(), GaussianPrior.isotropic(spec.priorVariance()), totalRows, objective);
        int stepsPerRound = NetworkRounds.stepsPerRound(spec.cluster());
        double rowsPerStep = (double) train.batch() * NetworkRounds.shardsPerRound(spec.cluster());
        int valueRounds = (int) Math.max(1, Math.ceil(train.epochs() * totalRows / rowsPerStep / stepsPerRound));
        long steps = (long) valueRounds * stepsPerRound;
        boolean points = spec.model().name().equals("map");
        MeanFieldUpdate update = update(train, steps);
        Estimator estimator = estimator(train, network, points);
        MeanFieldRound round = new NetworkRounds(network, estimator, update, target).of(spec);
        InitialPosterior start = new InitialPosterior(
                spec.model().initialMeanScale(), points ? 0 : spec.model().initialSd());
        Key root = Key.of(spec.seed());
        boolean sparse = spec.model().name().equals("ssvi");
        SsviSpec ssvi = ssvi(spec.model().sparsity());
        SparseGaussian first = sparse
                ? Ssvi.initial(ssvi, network.layout(), start, root)
                : start.dense(network.layout(), Stream.INITIAL.of(root));
        MeanFieldState initial = round.slots().initial(first, target);
        if (!sparse) {
            return new Job<>(Mfvi.of(round), initial, valueRounds, MeanFieldState::posterior);
        }
        return new Job<>(
                Ssvi.of(ssvi, network, round, target, train.batch(), valueRounds),
                SsviState.of(initial),
                Ssvi.totalRounds(ssvi, network.layout(), valueRounds, stepsPerRound),
                state -> state.belief().posterior());
    }

    /** Every shard must fill a batch: said here, not in a task of the first round. */
    private static void requireBatches(RunSpec spec, long totalRows) {
        long smallest = totalRows / spec.cluster().shards();
        if (smallest < spec.train().batch()) {
            throw new SpecException("settings: batch larger than a shard: train.batch="
                    + spec.train().batch() + " rowsOfSmallestShard=" + smallest + " cluster.shards="
                    + spec.cluster().shards() + "; lower train.batch or cluster.shards");
        }
    }

    private static MeanFieldUpdate update(TrainSpec train, long steps) {
        Schedule schedule = new Schedule(train.learningRate(), Math.round(train.warmup() * steps), steps);
        return switch (train.optimiser()) {
            case "adam" -> new GradientUpdate(new Adam(train.beta1(), train.beta2(), 1e-8), schedule);
            case "sgd" -> new GradientUpdate(new Sgd(train.beta1()), schedule);
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

    private static SsviSpec ssvi(SparsitySpec sparsity) {
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
