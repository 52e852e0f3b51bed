package io.elbo4j.nn;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import io.elbo4j.data.SparseFeatures;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.FeaturePass;
import io.elbo4j.density.GradientRows;
import io.elbo4j.density.LocalNetwork;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.density.SupportedNetwork;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.kernel.Kernels;
import io.elbo4j.math.Key;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * A network on sparse kernels: a step costs what its active weights cost. No native library is loaded, but for Flipout, which is
 * passed on to SameDiff.
 */
public final class KernelNetwork implements SupportedNetwork, LocalNetwork, FeatureNetwork {

    private static final long serialVersionUID = 1;

    /** Rows in one prediction pass: activations of a convolution then stay in the second-level cache. */
    private static final int PREDICTION_ROWS = 64;

    /** Sessions a thread keeps: episodes go back and forth between two sizes of batch, some of them between two networks. */
    private static final int KEPT = 4;

    private static final ThreadLocal<ArrayDeque<KernelSession>> SESSIONS = ThreadLocal.withInitial(ArrayDeque::new);

    private final NetworkSpec spec;
    private final transient NetworkPlan plan;
    private transient volatile int[] everything = new int[0];

    /**
     * The network of a specification.
     *
     * @throws IllegalArgumentException when a layer has no kernel ({@link #covers})
     */
    public KernelNetwork(NetworkSpec spec) {
        if (!covers(spec)) {
            throw new IllegalArgumentException("network: no kernel for a layer: engine=kernel layers="
                    + spec.layers().stream().map(LayerSpec::text).toList() + "; use engine=samediff");
        }
        this.spec = spec;
        this.plan = NetworkPlan.of(spec);
    }

    /** Whether every layer has a kernel. */
    static boolean covers(NetworkSpec spec) {
        return spec.layers().stream().noneMatch(LayerSpec.BatchNorm.class::isInstance);
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

    @Override
    public float[] outputs(float[] theta, Features features) {
        ObservedOutputs.requireParameters(theta.length, layout());
        int[] support = active(theta);
        float[] values = new float[support.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = theta[support[k]];
        }
        return outputs(support, values, features);
    }

    @Override
    public float[] outputs(int[] support, float[] values, Features features) {
        return inPieces(
                features,
                (from, rows) -> session(support, rows, features, false).outputs(values, features, from, rows));
    }

    @Override
    public float[] outputs(int[] support, float[] values, float[] spikeSd, Features features) {
        List<ParameterBlock> layers = layout().weightBlocks();
        if (spikeSd.length != layers.size()) {
            throw new IllegalArgumentException("network: a standard deviation a layer: spikeSd=" + spikeSd.length
                    + " layers=" + layers.stream().map(ParameterBlock::name).toList() + "; give as many as layers");
        }
        return inPieces(
                features,
                (from, rows) ->
                        session(support, rows, features, false).spikedOutputs(values, spikeSd, features, from, rows));
    }

    /** Outputs of some rows. */
    private interface Piece {
        float[] of(int from, int rows);
    }

    private float[] inPieces(Features features, Piece piece) {
        ObservedOutputs.requireFeatures(features, spec.features());
        int rows = features.rows();
        int outputs = spec.observation().outputs();
        float[] all = new float[Math.multiplyExact(rows, outputs)];
        for (int from = 0; from < rows; from += PREDICTION_ROWS) {
            float[] some = piece.of(from, Math.min(PREDICTION_ROWS, rows - from));
            System.arraycopy(some, 0, all, from * outputs, some.length);
        }
        return all;
    }

    @Override
    public ValueGrad valueGrad(float[] theta, Batch batch) {
        return onSupport(everything(), theta, batch);
    }

    @Override
    public ValueGrad onSupport(int[] support, float[] values, Batch batch) {
        ObservedOutputs.requireFeatures(batch.features(), spec.features());
        if (batch.rows() == 0) {
            return new ValueGrad(0, new float[support.length]);
        }
        return session(support, batch.rows(), batch.features(), false).valueGrad(values, batch);
    }

    @Override
    public int featureWidth() {
        return head().shape().get(1);
    }

    @Override
    public ParameterBlock head() {
        return plan.layout().blocks().stream()
                .filter(block -> block.name().equals("output.weight"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public float[] features(float[] theta, Features inputs) {
        ObservedOutputs.requireFeatures(inputs, spec.features());
        return session(everything(), inputs.rows(), inputs, false).features(theta, inputs);
    }

    @Override
    public float[] pullback(float[] theta, Features inputs, float[] featureGradient) {
        ObservedOutputs.requireFeatures(inputs, spec.features());
        return session(everything(), inputs.rows(), inputs, false).pullback(theta, inputs, featureGradient);
    }

    @Override
    public FeaturePass pass(float[] theta, Features inputs) {
        ObservedOutputs.requireFeatures(inputs, spec.features());
        return session(everything(), inputs.rows(), inputs, false).pass(theta, inputs);
    }

    @Override
    public double wholeGradient(int[] support, float[] values, Batch batch, GradientRows rows) {
        ObservedOutputs.requireFeatures(batch.features(), spec.features());
        return batch.rows() == 0
                ? 0
                : session(support, batch.rows(), batch.features(), false).wholeGradient(values, batch, layout(), rows);
    }

    @Override
    public SpreadGrad locallyReparameterised(float[] mean, float[] variance, Key noise, Batch batch) {
        return locallyReparameterised(everything(), mean, variance, noise, batch);
    }

    @Override
    public SpreadGrad locallyReparameterised(int[] support, float[] mean, float[] variance, Key noise, Batch batch) {
        ObservedOutputs.requireFeatures(batch.features(), spec.features());
        if (batch.rows() == 0) {
            return new SpreadGrad(0, new float[support.length], new float[support.length]);
        }
        return session(support, batch.rows(), batch.features(), true).spreadGrad(mean, variance, noise, batch);
    }

    @Override
    public float[] locallyDrawnOutputs(float[] mean, float[] variance, Key noise, Features features) {
        return inPieces(
                features,
                (from, rows) -> session(everything(), rows, features, true)
                        .locallyDrawnOutputs(mean, variance, noise.fold(from), features, from, rows));
    }

    @Override
    public SpreadGrad flipout(float[] mean, float[] perturbation, Key signs, Batch batch) {
        // Made where it is needed: its class loads the native libraries. Its graphs are kept by thread.
        return new SameDiffNetwork(spec).flipout(mean, perturbation, signs, batch);
    }

    /** The calling thread's buffers for a network, its support and a size of batch. */
    private KernelSession session(int[] support, int rows, Features features, boolean local) {
        KernelSession.Form form =
                new KernelSession.Form(Kernels.lanes(rows), features instanceof SparseFeatures, local);
        ArrayDeque<KernelSession> kept = SESSIONS.get();
        KernelSession session = null;
        for (KernelSession each : kept) {
            if (each.serves(spec, support, form)) {
                session = each;
                break;
            }
        }
        if (session == null) {
            // A support that moved does not come back, and its connections are most of what a sparse network takes.
            kept.removeIf(each -> each.outdatedBy(spec, support));
            session = new KernelSession(spec, plan, support, form);
            if (kept.size() == KEPT) {
                kept.removeLast();
            }
        } else {
            kept.remove(session);
        }
        kept.addFirst(session);
        return session;
    }

    /** All indices: as long as θ, so made only for those who bring θ whole. */
    private int[] everything() {
        int[] all = everything;
        if (all.length != layout().dimension()) {
            all = new int[layout().dimension()];
            Arrays.setAll(all, i -> i);
            everything = all;
        }
        return all;
    }

    /** Where θ is not 0, and everything that is not a weight. */
    private int[] active(float[] theta) {
        int[] support = new int[theta.length];
        int count = 0;
        for (var block : plan.layout().blocks()) {
            boolean weight = block.role() == Role.WEIGHT;
            for (int i = block.offset(); i < block.end(); i++) {
                if (!weight || theta[i] != 0) {
                    support[count++] = i;
                }
            }
        }
        return Arrays.copyOf(support, count);
    }

    private Object readResolve() {
        return new KernelNetwork(spec);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelNetwork that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return 31 * spec.hashCode();
    }

    @Override
    public String toString() {
        return "KernelNetwork[" + spec + "]";
    }
}
