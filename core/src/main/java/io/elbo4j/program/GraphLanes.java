package io.elbo4j.program;

import io.elbo4j.program.distribution.Lanes;
import io.elbo4j.program.distribution.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The lanes of a graph at one place of a program.
 *
 * @param graph that is built
 * @param shape of the lanes
 */
record GraphLanes(ProgramGraph graph, LaneShape shape) implements Lanes {

    @Override
    public int[] event(SDVariable... parameters) {
        int[] event = {1};
        for (SDVariable parameter : parameters) {
            long[] own = requireLanes(parameter);
            event = broadcastShape(
                    event,
                    Arrays.stream(own, 1, own.length).mapToInt(Math::toIntExact).toArray());
        }
        return event;
    }

    private static int[] broadcastShape(int[] left, int[] right) {
        if (left.length == 1 && left[0] == 1) {
            return right;
        }
        int[] both = left.clone();
        for (int i = 0; i < both.length && left.length == right.length; i++) {
            both[i] = Math.max(left[i], right[i]);
        }
        return both;
    }

    private long[] requireLanes(SDVariable value) {
        long[] own = graph.shape(value);
        if (own.length < 2 || (own[0] != 1 && own[0] != shape.lanes())) {
            throw new IllegalArgumentException(
                    "program: value of another shape: variable=" + value.name() + " shape="
                            + Arrays.toString(own) + " lanes=" + shape.lanes()
                            + "; values are [lanes, numbers] or [1, numbers]; inside a plate, pass outer ones through repeated()");
        }
        return own;
    }

    @Override
    public SDVariable sum(SDVariable elements) {
        long[] own = requireLanes(elements);
        int lanes = shape.lanes();
        int event = size(
                Arrays.stream(own, 1, own.length).mapToInt(Math::toIntExact).toArray());
        SDVariable whole = own[0] == lanes ? elements : broadcast(elements, event(elements));
        // ND4J fails where it sums over a dimension of one element of a column.
        return event == 1 ? whole.reshape(lanes) : (own.length == 2 ? whole : whole.reshape(lanes, event)).sum(1);
    }

    @Override
    public SDVariable broadcast(SDVariable value, int[] event) {
        long[] full = full(event);
        return Arrays.equals(graph.shape(value), full) ? value : value.add(graph.constant(new float[size(full)], full));
    }

    @Override
    public SDVariable gaussians(int[] event) {
        return drawn(
                        (given, drawn, from, to, key) -> {
                            for (int i = from; i < to; i++) {
                                drawn[0][i] = (float) key.gaussian(i - from);
                            }
                        },
                        1,
                        event)
                .get(0);
    }

    @Override
    public SDVariable uniforms(int[] event) {
        return drawn(
                        (given, drawn, from, to, key) -> {
                            for (int i = from; i < to; i++) {
                                // 23 bits and a half: neither 0 nor 1 in single precision.
                                drawn[0][i] = ((key.bits(i - from) >>> 41) + 0.5f) * 0x1.0p-23f;
                            }
                        },
                        1,
                        event)
                .get(0);
    }

    @Override
    public List<SDVariable> drawn(Sampler sampler, int results, int[] event, SDVariable... parameters) {
        int number = graph.feeds().size();
        List<SDVariable> placeholders = new ArrayList<>();
        List<String> given = new ArrayList<>();
        for (SDVariable parameter : parameters) {
            given.add(broadcast(parameter, event).name());
        }
        for (int i = 0; i < results; i++) {
            placeholders.add(graph.placeholder("draw." + number + "." + i, full(event)));
        }
        graph.feeds()
                .add(new Feed(
                        given,
                        placeholders.stream().map(SDVariable::name).toList(),
                        size(full(event)),
                        Feed.perLane(sampler, shape, size(event), number)));
        return placeholders;
    }

    @Override
    public SDVariable constant(double... numbers) {
        float[] single = new float[numbers.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) numbers[i];
        }
        return graph.constant(single, 1, single.length);
    }

    /** A value of outer lanes, repeated for these; {@code [L, E]}. */
    SDVariable repeated(SDVariable value, LaneShape outer) {
        long[] own = graph.shape(value);
        if (own[0] == 1) {
            return value;
        }
        int times = shape.lanes() / outer.lanes();
        int event = Math.toIntExact(Arrays.stream(own, 1, own.length).reduce(1, (a, b) -> a * b));
        float[] ones = new float[times];
        Arrays.fill(ones, 1);
        SDVariable spread = value.reshape(outer.lanes(), 1, event).mul(graph.constant(ones, 1, times, 1));
        own[0] = shape.lanes();
        return spread.reshape(own);
    }

    private long[] full(int[] event) {
        long[] full = new long[event.length + 1];
        full[0] = shape.lanes();
        for (int i = 0; i < event.length; i++) {
            full[i + 1] = event[i];
        }
        return full;
    }

    static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static int size(long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
