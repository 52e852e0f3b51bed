package io.elbo4j.samediff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.config.ExecutionResult;
import org.nd4j.autodiff.samediff.config.SDValue;
import org.nd4j.autodiff.samediff.internal.FrameIter;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.transforms.Assert;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;

/**
 * SameDiff's session, which writes down what it executes. Constants and variables keep the arrays that they have then. It can be repeated unless control
 * depends on values, as in loops, or shapes do, as where elements are chosen, or something is overwritten.
 */
final class Recording extends InferenceSession {

    /** Operations whose results have as many elements as their values say. */
    private static final Set<String> SHAPED_BY_VALUES = Set.of(
            "boolean_mask",
            "choose",
            "lin_space",
            "listdiff",
            "non_max_suppression",
            "range",
            "unique",
            "unique_with_counts",
            "Where",
            "where_np");

    /** Operations whose values are the shapes of arrays. */
    private static final Set<String> SHAPES = Set.of("rank", "shape_of", "size", "size_at");

    private final StepMemory memory = new StepMemory();
    private final List<RecordedStep> steps = new ArrayList<>();
    /** What is left to repeat; null while it is not known that it may be. */
    private @Nullable List<RecordedStep> repeated;

    /** Ids of integer arrays that are fed or computed from values: shapes may follow them. */
    private final Set<Long> integers = new HashSet<>();

    private boolean repeatable;

    Recording(SameDiff graph) {
        super(graph);
        setMmgr(memory);
        graph.setEnableCache(false);
    }

    /** Whether what was recorded last may be repeated on the same arrays. */
    boolean isRepeatable() {
        return repeated != null;
    }

    /** A pass by the session; the results of the one before are no longer valid. */
    Map<String, INDArray> record(List<String> wanted, Map<String, INDArray> inputs) {
        memory.begin();
        repeated = null;
        steps.clear();
        integers.clear();
        inputs.values().forEach(this::noteIntegers);
        repeatable = true;
        Map<String, INDArray> results = output(wanted, inputs, null, List.of(), List.of(), At.defaultAt());
        if (repeatable) {
            repeated = prepared(results.values());
        }
        return results;
    }

    private List<RecordedStep> prepared(Collection<INDArray> wanted) {
        List<RecordedStep> left = SharedArrays.of(Shortcuts.of(steps, wanted), wanted);
        left.forEach(RecordedStep::prepare);
        Set<INDArray> used = Collections.newSetFromMap(new IdentityHashMap<>());
        used.addAll(wanted);
        left.forEach(step -> used.addAll(step.outputs()));
        memory.keep(used);
        return left;
    }

    /** The same operations on the same arrays. */
    void repeat() {
        Objects.requireNonNull(repeated).forEach(RecordedStep::execute);
    }

    @Override
    public ExecutionResult doExec(
            DifferentialFunction operation,
            @Nullable OpContext context,
            FrameIter frame,
            Set<VarId> inputs,
            Set<VarId> inputsOfAllIterations,
            Set<String> constants,
            Map<String, SDValue> others) {
        ExecutionResult result =
                super.doExec(operation, context, frame, inputs, inputsOfAllIterations, constants, others);
        boolean passedOn = operation instanceof Identity;
        repeatable = repeatable && context != null && (passedOn || write(operation, context, result));
        return result;
    }

    /** Writes it down, and says whether it may be repeated. */
    private boolean write(DifferentialFunction operation, OpContext context, ExecutionResult result) {
        RecordedStep step = RecordedStep.of(operation, context);
        steps.add(step);
        boolean shapedByValues = SHAPED_BY_VALUES.contains(step.name())
                || step.inputs().stream().anyMatch(input -> integers.contains(input.getId()));
        boolean ownArrays = true;
        for (int i = 0; i < step.outputs().size(); i++) {
            // Another array than the context's was made by a rule of the session's.
            ownArrays &= result.resultAt(i) == step.output(i);
        }
        if (!SHAPES.contains(step.name())) {
            step.outputs().forEach(this::noteIntegers);
        }
        return ownArrays && !shapedByValues && !step.isInPlace() && !(operation instanceof Assert);
    }

    private void noteIntegers(INDArray values) {
        if (values.dataType().isIntType()) {
            integers.add(values.getId());
        }
    }

    /** Frees all arrays, and forgets what was recorded. */
    void close() {
        repeated = null;
        memory.close();
    }
}
