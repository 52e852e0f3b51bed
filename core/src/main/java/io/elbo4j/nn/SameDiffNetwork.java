package io.elbo4j.nn;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import io.elbo4j.samediff.PerThread;

/**
 * A network whose layers become SameDiff graphs, one for each use. The value is the specification alone: it travels, and
 * graphs are built where they are needed. Safe to share between threads; the same arguments give the same bits in any.
 */
public final class SameDiffNetwork implements Network, LocalLogLikelihood {

    private static final long serialVersionUID = 1;

    /** Rows in one prediction pass: bounds the memory that activations take. */
    private static final int PREDICTION_ROWS = 256;

    /** Enough for the four modes of two networks. */
    private static final PerThread<Use, GraphSession> SESSIONS = new PerThread<>(8);

    private static final Key NO_DRAWS = new Key(0);

    private final NetworkSpec spec;
    private final transient NetworkPlan plan;

    /**
     * The network of a specification.
     *
     * @throws IllegalArgumentException naming the layer that does not fit its input
     */
    public SameDiffNetwork(NetworkSpec spec) {
        this.spec = spec;
        this.plan = NetworkPlan.of(spec);
    }

    /** What it was made of. */
    public NetworkSpec spec() {
        return spec;
    }

    @Override
    public ParameterLayout layout() {
        return plan.layout();
    }

    @Override
    public long[] multiplicationsPerWeight() {
        return plan.multiplicationsPerWeight();
    }

    @Override
    public ObservationModel observation() {
        return spec.observation();
    }

    /** Outputs in passes of at most {@value #PREDICTION_ROWS} rows, which do not depend on each other. */
    @Override
    public float[] outputs(float[] theta, Features rowsOfFeatures) {
        ObservedOutputs.requireParameters(theta.length, layout());
        ObservedOutputs.requireFeatures(rowsOfFeatures, spec.features());
        int rows = rowsOfFeatures.rows();
        float[] features = rowsOfFeatures.dense();
        int outputs = spec.observation().outputs();
        float[] all = new float[Math.multiplyExact(rows, outputs)];
        for (int from = 0; from < rows; from += PREDICTION_ROWS) {
            int count = Math.min(PREDICTION_ROWS, rows - from);
            float[] some = session(GraphMode.PREDICTION).predict(theta, features, from * spec.features(), count);
            System.arraycopy(some, 0, all, from * outputs, some.length);
        }
        return all;
    }

    @Override
    public ValueGrad valueGrad(float[] theta, Batch batch) {
        if (batch.rows() == 0) {
            return new ValueGrad(0, new float[layout().dimension()]);
        }
        requireFit(theta, theta, batch);
        GraphSession.Pass pass = session(GraphMode.POINT).gradient(theta, theta, NO_DRAWS, batch);
        return new ValueGrad(value(theta, batch, pass), pass.gradient());
    }

    @Override
    public SpreadGrad locallyReparameterised(float[] mean, float[] variance, Key noise, Batch batch) {
        return spreadGrad(GraphMode.LOCAL, mean, variance, noise, batch);
    }

    @Override
    public SpreadGrad flipout(float[] mean, float[] perturbation, Key signs, Batch batch) {
        return spreadGrad(GraphMode.FLIPOUT, mean, perturbation, signs, batch);
    }

    private SpreadGrad spreadGrad(GraphMode mode, float[] mean, float[] spread, Key key, Batch batch) {
        if (batch.rows() == 0) {
            return new SpreadGrad(0, new float[layout().dimension()], new float[layout().dimension()]);
        }
        requireFit(mean, spread, batch);
        GraphSession.Pass pass = session(mode).gradient(mean, spread, key, batch);
        return new SpreadGrad(value(mean, batch, pass), pass.gradient(), pass.spreadGradient());
    }

    /** What a graph is built for. */
    private record Use(NetworkSpec spec, GraphMode mode) {}

    private GraphSession session(GraphMode mode) {
        return SESSIONS.of(new Use(spec, mode), use -> new GraphSession(plan, spec.observation(), mode));
    }

    private void requireFit(float[] first, float[] second, Batch batch) {
        ObservedOutputs.requireParameters(first.length, layout());
        ObservedOutputs.requireParameters(second.length, layout());
        ObservedOutputs.requireFeatures(batch.features(), spec.features());
    }

    /** Value in double precision; adds the gradient of the observation model's own parameter to the pass. */
    private double value(float[] theta, Batch batch, GraphSession.Pass pass) {
        double shared = theta.length == 0 ? 0 : theta[theta.length - 1];
        if (spec.observation() instanceof GaussianLearnedNoise) {
            pass.gradient()[theta.length - 1] =
                    (float) OutputGradient.ofLogNoiseVariance(pass.outputs(), batch.targets(), shared);
        }
        return ObservedOutputs.logLikSum(spec.observation(), pass.outputs(), batch.targets(), shared);
    }

    private Object readResolve() {
        return new SameDiffNetwork(spec);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SameDiffNetwork that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return spec.hashCode();
    }

    @Override
    public String toString() {
        return "SameDiffNetwork[" + spec + "]";
    }
}
