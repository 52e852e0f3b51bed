package io.elbo4j.models;

import io.elbo4j.density.Network;
import io.elbo4j.models.linear.LinearRegression;
import io.elbo4j.models.linear.LinearSpec;
import io.elbo4j.models.linear.LinearState;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Optional;

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
        if (spec.model().episodic()) {
            EpisodicJob.check(spec);
            return;
        }
        NetworkJob.ssvi(spec.model().sparsity());
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
        if (spec.model().episodic()) {
            return EpisodicJob.of(spec, network);
        }
        if (!linearRegression(spec)) {
            return NetworkJob.of(spec, network, totalRows);
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
                LinearState::posterior,
                Optional.empty(),
                Optional.empty());
    }

    /** A limit: the two-point step length converges long before on all but the worst conditioned data, and then stops. */
    private static final int EXACT_GRADIENT_ROUNDS = 1000;
}
