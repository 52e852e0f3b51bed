package io.elbo4j.samediff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lets later steps write into the arrays of results that nobody reads any more: less memory, and what was just read is still in the cache. */
final class SharedArrays {

    private final Map<StepMemory.Form, Deque<INDArray>> free = new HashMap<>();
    /** Arrays in place of those that the session wrote into. */
    private final IdentityHashMap<INDArray, INDArray> taken = new IdentityHashMap<>();
    /** By result, the number of the last step that reads it. */
    private final IdentityHashMap<INDArray, Integer> lastUse = new IdentityHashMap<>();

    private final Set<INDArray> wanted = Collections.newSetFromMap(new IdentityHashMap<>());

    private SharedArrays(List<RecordedStep> steps, Collection<INDArray> wanted) {
        this.wanted.addAll(wanted);
        for (int i = 0; i < steps.size(); i++) {
            for (INDArray output : steps.get(i).outputs()) {
                lastUse.put(output, i);
            }
            for (INDArray input : steps.get(i).inputs()) {
                // What is fed is no result.
                lastUse.replace(input, i);
            }
        }
    }

    /**
     * The same steps on fewer arrays.
     *
     * @param steps each of whose results has an array of its own
     * @param wanted results of the whole, which keep theirs
     */
    static List<RecordedStep> of(List<RecordedStep> steps, Collection<INDArray> wanted) {
        SharedArrays arrays = new SharedArrays(steps, wanted);
        List<RecordedStep> shared = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            shared.add(arrays.shared(steps.get(i), i));
        }
        return shared;
    }

    private RecordedStep shared(RecordedStep step, int number) {
        step.outputs().forEach(output -> taken.put(output, wanted.contains(output) ? output : idle(output)));
        RecordedStep shared = step.with(moved(step.inputs()), moved(step.outputs()));
        release(step.inputs(), number);
        release(step.outputs(), number);
        return shared;
    }

    private INDArray idle(INDArray like) {
        Deque<INDArray> matching = free.get(StepMemory.Form.of(like));
        INDArray found = matching == null ? null : matching.poll();
        return found == null ? like : found;
    }

    private List<INDArray> moved(List<INDArray> arrays) {
        return arrays.stream().map(array -> taken.getOrDefault(array, array)).toList();
    }

    private void release(List<INDArray> arrays, int number) {
        for (INDArray array : arrays) {
            INDArray own = taken.get(array);
            if (own != null && !wanted.contains(array) && lastUse.remove(array, number)) {
                free.computeIfAbsent(StepMemory.Form.of(own), any -> new ArrayDeque<>())
                        .push(own);
            }
        }
    }
}
