package io.elbo4j.samediff;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of a graph's intermediate results, reused from step to step. ND4J's own cache loses sight of arrays that it
 * hands out twice, and grows; here everything is free again when a step begins, whether it was released or not.
 */
public final class StepMemory extends AbstractMemoryMgr {

    /** What makes two arrays interchangeable. */
    private record Form(DataType type, char order, List<Long> shape) {

        static Form of(DataType type, char order, long[] shape) {
            return new Form(type, order, LongStream.of(shape).boxed().toList());
        }
    }

    private final Map<Long, INDArray> owned = new LinkedHashMap<>();
    private final Map<Long, INDArray> idle = new LinkedHashMap<>();
    private final Map<Form, Deque<INDArray>> free = new HashMap<>();
    private long rows = -1;

    /** Makes the calling thread's passes through a graph draw on this memory. */
    public void serve(SameDiff graph) {
        InferenceSession session = new InferenceSession(graph);
        session.setMmgr(this);
        graph.getSessions().put(Thread.currentThread().getId(), session);
    }

    /** Begins a step; the results of the one before are no longer valid. */
    public void begin(long stepRows) {
        if (stepRows != rows) {
            // Arrays of another number of rows will hardly be asked for again.
            close();
            rows = stepRows;
        }
        owned.values().forEach(this::release);
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
            idle.remove(reused.getId());
            return reused;
        }
        INDArray fresh = Nd4j.create(wanted, false);
        if (!fresh.isEmpty()) {
            owned.put(fresh.getId(), fresh);
        }
        return fresh;
    }

    @Override
    public void release(INDArray array) {
        boolean ours = owned.get(array.getId()) == array;
        if (ours && !array.wasClosed() && idle.putIfAbsent(array.getId(), array) == null) {
            Form form = Form.of(array.dataType(), array.ordering(), array.shape());
            free.computeIfAbsent(form, any -> new ArrayDeque<>()).push(array);
        }
    }

    @Override
    public void close() {
        owned.values().stream().filter(INDArray::closeable).forEach(INDArray::close);
        owned.clear();
        idle.clear();
        free.clear();
    }
}
