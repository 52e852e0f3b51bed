package io.elbo4j.nn;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.samediff.PerThread;
import java.io.Serializable;
import java.util.List;

/**
 * Any DL4J network as a likelihood, through its flattened parameters. The value is the configuration's JSON; it travels, and
 * networks are built where they are needed. Safe to share between threads.
 *
 * <p>The loss and output activation of the file must say the same likelihood as the observation model: MCXENT (or negative
 * log likelihood) with softmax for {@code Categorical}, XENT with sigmoid for {@code Bernoulli}, MSE or L2 with identity for
 * Gaussians. The observation model then takes their place, so the outputs here are before the activation, and DL4J's own
 * factors do not matter. L1 and L2 penalties, updaters, constraints and weight initialisation of the file are not used: the
 * prior and the optimiser take their place.
 */
public final class Dl4jNetwork implements Network {

    private static final long serialVersionUID = 1;

    /** Rows in one prediction pass: bounds the memory that activations take. */
    private static final int PREDICTION_ROWS = 256;

    private static final PerThread<Source, Dl4jSession> SESSIONS = new PerThread<>(4);

    /** What a network is built of. */
    private record Source(String json, List<Integer> input, ObservationModel observation) implements Serializable {}

    private final Source source;
    private final transient ParameterLayout layout;

    /**
     * The network of a configuration.
     *
     * @param json of a {@code MultiLayerConfiguration} or {@code ComputationGraphConfiguration}
     * @param input {@code [F]} or {@code [channels, height, width]}: how a row of features is given to the network
     * @throws IllegalArgumentException when the file cannot be read, is another likelihood, draws random numbers of its own
     *     (dropout, weight noise), or does not take such an input
     */
    public Dl4jNetwork(String json, List<Integer> input, ObservationModel observation) {
        this(new Source(json, List.copyOf(input), observation));
    }

    private Dl4jNetwork(Source source) {
        this.source = source;
        this.layout = session(source).layout();
    }

    /** The configuration as it was given. */
    public String json() {
        return source.json();
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public long[] multiplicationsPerWeight() {
        return session(source).multiplicationsPerWeight();
    }

    @Override
    public ObservationModel observation() {
        return source.observation();
    }

    /** Outputs before the activation of the last layer. */
    @Override
    public float[] outputs(float[] theta, Features rowsOfFeatures) {
        ObservedOutputs.requireParameters(theta.length, layout);
        int perRow = NetworkPlan.size(source.input());
        ObservedOutputs.requireFeatures(rowsOfFeatures, perRow);
        int rows = rowsOfFeatures.rows();
        float[] features = rowsOfFeatures.dense();
        int outputs = source.observation().outputs();
        float[] all = new float[Math.multiplyExact(rows, outputs)];
        for (int from = 0; from < rows; from += PREDICTION_ROWS) {
            int count = Math.min(PREDICTION_ROWS, rows - from);
            float[] some = session(source).predict(theta, features, from * perRow, count);
            System.arraycopy(some, 0, all, from * outputs, some.length);
        }
        return all;
    }

    @Override
    public ValueGrad valueGrad(float[] theta, Batch batch) {
        ObservedOutputs.requireParameters(theta.length, layout);
        ObservedOutputs.requireFeatures(batch.features(), NetworkPlan.size(source.input()));
        if (batch.rows() == 0) {
            return new ValueGrad(0, new float[theta.length]);
        }
        double shared = theta[theta.length - 1];
        Dl4jSession session = session(source);
        float[] gradient = session.gradient(theta, shared, batch);
        if (source.observation() instanceof GaussianLearnedNoise) {
            gradient[theta.length - 1] =
                    (float) OutputGradient.ofLogNoiseVariance(session.outputs(), batch.targets(), shared);
        }
        double value = ObservedOutputs.logLikSum(source.observation(), session.outputs(), batch.targets(), shared);
        return new ValueGrad(value, gradient);
    }

    private static Dl4jSession session(Source source) {
        return SESSIONS.of(source, wanted -> new Dl4jSession(wanted.json(), wanted.input(), wanted.observation()));
    }

    private Object readResolve() {
        return new Dl4jNetwork(source);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dl4jNetwork that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return "Dl4jNetwork[input=" + source.input() + ", observation=" + source.observation() + "]";
    }
}
