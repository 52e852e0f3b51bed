package io.elbo4j.samediff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;

/**
 * What a repetition need not do. ND4J's operations for gradients give those of all their inputs, so also of data; the gradient of a sum is a copy of
 * the sum's, and that of an exponential works it out again. What is left keeps its bits.
 */
final class Shortcuts {

    private final Set<INDArray> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Arrays by others that would have the same numbers. */
    private final IdentityHashMap<INDArray, INDArray> originals = new IdentityHashMap<>();
    /** Exponentials by their arguments. */
    private final IdentityHashMap<INDArray, INDArray> exponentials = new IdentityHashMap<>();

    private Shortcuts(Collection<INDArray> wanted) {
        needed.addAll(wanted);
    }

    /**
     * The steps that are left.
     *
     * @param steps each of whose results has an array of its own
     * @param wanted results of the whole
     */
    static List<RecordedStep> of(List<RecordedStep> steps, Collection<INDArray> wanted) {
        Shortcuts shortcuts = new Shortcuts(wanted);
        List<RecordedStep> different = new ArrayList<>();
        for (RecordedStep step : steps) {
            RecordedStep left = shortcuts.different(step.with(shortcuts.originals(step.inputs()), step.outputs()));
            if (left != null) {
                different.add(left);
            }
        }
        // Backwards, from what is wanted.
        Deque<RecordedStep> needed = new ArrayDeque<>();
        for (int i = different.size() - 1; i >= 0; i--) {
            RecordedStep left = shortcuts.shortened(different.get(i));
            if (left != null) {
                needed.addFirst(left);
                shortcuts.needed.addAll(left.inputs());
            }
        }
        return List.copyOf(needed);
    }

    private List<INDArray> originals(List<INDArray> arrays) {
        return arrays.stream()
                .map(array -> originals.getOrDefault(array, array))
                .toList();
    }

    /** What of a step has numbers that are not there yet, or null. */
    private @Nullable RecordedStep different(RecordedStep step) {
        if (step.outputs().stream().anyMatch(needed::contains)) {
            return step;
        }
        if (step.operation() instanceof Exp) {
            INDArray known = exponentials.putIfAbsent(step.input(0), step.output(0));
            if (known != null) {
                originals.put(step.output(0), known);
            }
            return known == null ? step : null;
        }
        boolean sum = step.name().equals("add_bp");
        boolean difference = step.name().equals("subtract_bp");
        if (!(sum || difference) || !ofOneShape(step)) {
            return step;
        }
        INDArray gradient = step.input(2);
        originals.put(step.output(0), gradient);
        if (difference) {
            return RecordedStep.instead(new Negative(), List.of(gradient), step.output(1));
        }
        originals.put(step.output(1), gradient);
        return null;
    }

    /** What of a step is needed by later ones, or null. */
    private @Nullable RecordedStep shortened(RecordedStep step) {
        if (step.outputs().stream().noneMatch(needed::contains)) {
            return null;
        }
        boolean product = step.name().equals("multiply_bp") && ofOneShape(step);
        boolean ofMatrices = step.name().equals("matmul_bp") && isPlain(step);
        if (!(product || ofMatrices) || step.outputs().stream().allMatch(needed::contains)) {
            return step;
        }
        INDArray x = step.input(0);
        INDArray y = step.input(1);
        INDArray gradient = step.input(2);
        boolean ofX = needed.contains(step.output(0));
        if (product) {
            return RecordedStep.instead(custom("multiply"), List.of(gradient, ofX ? y : x), step.output(ofX ? 0 : 1));
        }
        // Arguments say which of the three is transposed.
        return ofX
                ? RecordedStep.instead(custom("matmul", 0, 1, 0), List.of(gradient, y), step.output(0))
                : RecordedStep.instead(custom("matmul", 1, 0, 0), List.of(x, gradient), step.output(1));
    }

    private static DynamicCustomOp custom(String name, int... arguments) {
        return DynamicCustomOp.builder(name).addIntegerArguments(arguments).build();
    }

    /** Of two matrices, neither of them transposed. */
    private static boolean isPlain(RecordedStep step) {
        return step.inputs().stream().allMatch(input -> input.rank() == 2)
                && Arrays.stream(((CustomOp) step.operation()).iArgs()).allMatch(argument -> argument == 0);
    }

    private static boolean ofOneShape(RecordedStep step) {
        INDArray gradient = step.input(2);
        return step.inputs().stream().allMatch(input -> Arrays.equals(input.shape(), gradient.shape()))
                && step.outputs().stream().allMatch(output -> output.ordering() == gradient.ordering());
    }
}
