package io.elbo4j.samediff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of a graph's intermediate results, reused from step to step. ND4J's own cache loses sight of arrays that it
 * hands out twice, and grows; here everything is free again when a step begins, and nothing before.
 */
public final class StepMemory extends AbstractMemoryMgr {

    /** What makes two arrays interchangeable. */
    record Form(DataType type, char order, List<Long> shape) {

        static Form of(DataType type, char order, long[] shape) {
            return new Form(type, order, LongStream.of(shape).boxed().toList());
        }

        static Form of(INDArray array) {
            return of(array.dataType(), array.ordering(), array.shape());
        }
    }

    private final List<INDArray> owned = new ArrayList<>();
    private final Map<Form, Deque<INDArray>> free = new HashMap<>();

    /** Begins a step; the results of the one before are no longer valid. */
    public void begin() {
        free.clear();
        for (INDArray array : owned) {
            free.computeIfAbsent(Form.of(array), any -> new ArrayDeque<>()).add(array);
        }
    }

    @Override
    public INDArray allocate(boolean detached, DataType type, long... shape) {
        return allocate(detached, LongShapeDescriptor.fromShape(shape, type));
    }

    @Override
    public INDArray allocate(boolean detached, LongShapeDescriptor wanted) {
        Deque<INDArray> matching = free.get(Form.of(wanted.dataType(), wanted.getOrder(), wanted.getShape()));
        INDArray reused = matching == null ? null : matching.poll();
        if (reused != null) {
            return reused;
        }
        INDArray fresh = Nd4j.create(wanted, false);
        if (!fresh.isEmpty()) {
            owned.add(fresh);
        }
        return fresh;
    }

    /** Frees all arrays but these. */
    void keep(Set<INDArray> used) {
        owned.stream().filter(array -> !used.contains(array)).forEach(INDArray::close);
        owned.removeIf(array -> !used.contains(array));
    }

    /** Nothing: until the step is over, every result keeps an array of its own. */
    @Override
    public void release(INDArray array) {}

    @Override
    public void close() {
        owned.stream().filter(INDArray::closeable).forEach(INDArray::close);
        owned.clear();
        free.clear();
    }
}
