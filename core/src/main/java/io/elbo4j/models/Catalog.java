package io.elbo4j.models;

import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.models.linear.LinearPrior;
import io.elbo4j.models.linear.LinearRegression;
import io.elbo4j.models.linear.LinearSpec;
import io.elbo4j.models.linear.LinearState;
import io.elbo4j.models.protocl.PrototypeNetwork;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.spec.EvaluateSpec;
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
        MixtureJob.check(spec);
        checkPredictions(spec);
        if (spec.model().episodic()) {
            if (!spec.priorModel().isEmpty()) {
                throw new SpecException("settings: no prior of this kind: model.name="
                        + spec.model().name() + " prior.model=" + spec.priorModel()
                        + "; few-shot models go on with elbo4j resume, clear prior.model");
            }
            EpisodicJob.check(spec);
            return;
        }
        if (spec.model().generative()) {
            ProgramJob.check(spec);
            return;
        }
        if (fieldSpace(spec)) {
            FieldSpaceJob.check(spec);
        }
        if (prototypes(spec)) {
            ProtoClJob.check(spec);
            return;
        }
        NetworkJob.ssvi(spec.model().sparsity());
        boolean ownRule = linearRegression(spec);
        if (ownRule) {
            checkLinear(spec);
        } else {
            NetworkRounds.check(spec);
        }
        if (!ownRule && spec.model().points()) {
            FirstOrderRules.require(spec);
        }
        if (!ownRule && spec.train().estimator().equals("closed-form")) {
            throw new SpecException("settings: no closed form for this model: model.name="
                    + spec.model().name()
                    + " train.estimator=closed-form; use reparameterised, local-reparameterised or flipout");
        }
        if (!classes(spec) && !spec.evaluate().outOfDistribution().isEmpty()) {
            throw new SpecException("settings: out-of-distribution figures need classes: likelihood.family="
                    + spec.likelihood().family() + " evaluate.outOfDistribution="
                    + spec.evaluate().outOfDistribution() + "; clear evaluate.outOfDistribution");
        }
    }

    private static boolean classes(RunSpec spec) {
        return List.of("categorical", "bernoulli").contains(spec.likelihood().family());
    }

    private static void checkPredictions(RunSpec spec) {
        EvaluateSpec evaluate = spec.evaluate();
        if (!evaluate.spikeSd().isEmpty() && !spec.model().name().equals("ssvi")) {
            throw new SpecException("settings: no weight is absent: model.name="
                    + spec.model().name() + " evaluate.spikeSd=" + evaluate.spikeSd()
                    + "; use model.name=ssvi, or evaluate.spikeSd=[]");
        }
        boolean logits =
                classes(spec) && !spec.model().episodic() && !spec.model().generative();
        if (evaluate.logitTemperature() != 1 && !logits) {
            throw new SpecException("settings: no logits to divide: model.name="
                    + spec.model().name() + " likelihood.family="
                    + spec.likelihood().family() + " evaluate.logitTemperature=" + evaluate.logitTemperature()
                    + "; use 1");
        }
    }

    /**
     * Whether trainings with these settings can follow each other, each with the posterior of the one before as its prior.
     *
     * @param command that would do so
     */
    public static void checkInTurn(RunSpec spec, String command) {
        if (spec.model().components() > 1) {
            throw MixtureJob.noPrior(spec, command);
        }
    }

    /**
     * What the targets of rows must be; empty where a model does not look at them.
     *
     * @param classes in the training data
     */
    public static Optional<ObservationModel> targets(RunSpec spec, int classes) {
        return spec.model().generative()
                ? ProgramJob.targets(spec, classes)
                : Optional.of(spec.likelihood().observation(classes));
    }

    /** What computes outputs: the network of these layers, or what the model makes of it. */
    static Network network(RunSpec spec, Network layers) {
        return prototypes(spec) ? ProtoClJob.network(spec, layers) : layers;
    }

    /** Whether predictions are by prototypes, whose training hands on more than a posterior. */
    static boolean prototypes(RunSpec spec) {
        return spec.model().name().equals("protocl");
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

    /** Whether rows may have weights: where each counts in sums over all rows, and none is drawn into a minibatch. */
    public static boolean takesWeights(RunSpec spec) {
        return linearRegression(spec) && !spec.cluster().merge().equals("pvi");
    }

    private static boolean fieldSpace(RunSpec spec) {
        return spec.model().name().equals("field-space");
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
     * @param input what the training data told
     * @throws SpecException where settings do not go together, or not with the number of rows
     */
    public static Job<?> job(RunSpec spec, Network network, ModelInput input) {
        check(spec);
        if (spec.model().episodic()) {
            return EpisodicJob.of(spec, network);
        }
        if (fieldSpace(spec)) {
            return FieldSpaceJob.of(spec, network, input);
        }
        if (prototypes(spec)) {
            return ProtoClJob.of(spec, (PrototypeNetwork) network, input);
        }
        if (!linearRegression(spec)) {
            return NetworkJob.of(spec, network, input);
        }
        return spec.cluster().merge().equals("pvi") ? ConjugatePvi.job(spec, input) : linear(spec, input);
    }

    private static Job<LinearState> linear(RunSpec spec, ModelInput input) {
        int inputs = input.featureNames().size();
        int coefficients = inputs + (spec.network().bias() ? 1 : 0);
        LinearPrior prior = input.earlier()
                .map(earlier -> LinearPrior.of(earlier.linear(coefficients)))
                .orElse(LinearPrior.isotropic(spec.priorVariance()));
        boolean gradient = !spec.model().closedForm();
        LinearSpec linear = new LinearSpec(
                spec.model().full(), spec.network().bias(), spec.likelihood().noiseVariance(), prior);
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
