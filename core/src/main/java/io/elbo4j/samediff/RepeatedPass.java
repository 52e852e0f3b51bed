package io.elbo4j.samediff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A pass through a graph to some of its variables, made over and over by one thread. SameDiff's session makes the first one; from then on what it executed is
 * executed again, in the same order and on the same arrays ({@link Recording}), but for what nobody asks for ({@link Shortcuts}). So the bits are the
 * session's, without its bookkeeping, which takes longer than the operations themselves where arrays are small.
 *
 * <p>A recording is good for the very arrays that were fed: others, as of another number of rows, begin a new one in place of the old. What cannot be
 * recorded goes through the session every time.
 */
public final class RepeatedPass {

    private final List<String> wanted;
    private final Recording recording;
    private Map<String, INDArray> fed = Map.of();
    private Map<String, INDArray> results = Map.of();

    /**
     * Of a graph that is whole.
     *
     * @param graph the function {@code grad} of another one for gradients
     * @param wanted names of variables
     */
    public RepeatedPass(SameDiff graph, List<String> wanted) {
        this.wanted = List.copyOf(wanted);
        recording = new Recording(graph);
    }

    /** The name of a parameter's gradient in the function {@code grad}. */
    public static String gradient(SameDiff graph, String parameter) {
        SDVariable gradient = graph.getVariable(parameter).getGradient();
        if (gradient == null) {
            throw new IllegalArgumentException(
                    "graph: no gradient: parameter=" + parameter + "; the loss does not depend on it");
        }
        return gradient.name();
    }

    /** One pass and no more; the numbers of one variable. */
    public static float[] numbers(SameDiff graph, String variable, Map<String, INDArray> inputs) {
        RepeatedPass once = new RepeatedPass(graph, List.of(variable));
        try {
            return HostArrays.numbers(once.run(inputs), variable);
        } finally {
            once.close();
        }
    }

    /**
     * What is wanted, by name; valid until the next run.
     *
     * @param inputs by the names of placeholders
     */
    public Map<String, INDArray> run(Map<String, INDArray> inputs) {
        boolean same = areFed(inputs);
        if (same && recording.isRepeatable()) {
            recording.repeat();
            return results;
        }
        if (!same) {
            recording.close();
        }
        fed = new HashMap<>(inputs);
        results = recording.record(wanted, inputs);
        return results;
    }

    /** Whether these are the same arrays as before; their content may differ. */
    private boolean areFed(Map<String, INDArray> inputs) {
        return fed.size() == inputs.size()
                && inputs.entrySet().stream().allMatch(input -> fed.get(input.getKey()) == input.getValue());
    }

    /** Frees the memory. */
    public void close() {
        recording.close();
    }
}
