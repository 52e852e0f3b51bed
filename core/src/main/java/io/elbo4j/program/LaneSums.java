package io.elbo4j.program;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Sums over lanes.
 *
 * @param graph that is built
 */
record LaneSums(ProgramGraph graph) {

    /** From the lanes of one place to those of a place around it; {@code [L]} to {@code [L]}. Rows count N/B each. */
    SDVariable outwards(SDVariable perLane, LaneShape from, LaneShape to) {
        SDVariable sum = summed(perLane, to.lanes(), from.lanes() / to.lanes());
        boolean leavesRows = from
                .plates()
                .subList(to.plates().size(), from.plates().size())
                .stream()
                .anyMatch(LaneShape.Plate::rows);
        return leavesRows ? sum.mul(graph.rowWeight()) : sum;
    }

    /** The mean over particles of sums over everything else; one number. */
    SDVariable mean(SDVariable perLane, LaneShape from) {
        SDVariable sum = perLane.sum();
        SDVariable weighted = from.plates().stream().anyMatch(LaneShape.Plate::rows) ? sum.mul(graph.rowWeight()) : sum;
        return from.particles() == 1 ? weighted : weighted.mul(1.0 / from.particles());
    }

    private static SDVariable summed(SDVariable perLane, int lanes, int each) {
        return each == 1 ? perLane : perLane.reshape(lanes, each).sum(1);
    }

    /** The other way round: the same number for all lanes inside; {@code [L]} to {@code [L]}. */
    SDVariable inwards(SDVariable perLane, LaneShape from, LaneShape to) {
        return from.lanes() == to.lanes()
                ? perLane
                : new GraphLanes(graph, to)
                        .repeated(perLane.reshape(from.lanes(), 1), from)
                        .reshape(to.lanes());
    }

    /** Sums of terms, by the lanes that they have. */
    static final class ByShape {

        private final LaneSums sums;
        private final Map<LaneShape, SDVariable> parts = new LinkedHashMap<>();

        ByShape(LaneSums sums) {
            this.sums = sums;
        }

        /** Adds coefficient × the term. */
        void add(LaneShape shape, SDVariable perLane, double coefficient) {
            SDVariable before = parts.get(shape);
            SDVariable part = Math.abs(coefficient) == 1 ? perLane : perLane.mul(Math.abs(coefficient));
            if (before == null) {
                parts.put(shape, coefficient < 0 ? part.neg() : part);
            } else {
                parts.put(shape, coefficient < 0 ? before.sub(part) : before.add(part));
            }
        }

        /** The mean over particles of all together, one number; null when there are none. */
        @Nullable
        SDVariable mean() {
            SDVariable all = null;
            for (Map.Entry<LaneShape, SDVariable> part : parts.entrySet()) {
                SDVariable moved = sums.mean(part.getValue(), part.getKey());
                all = all == null ? moved : all.add(moved);
            }
            return all;
        }

        /** All together, in the lanes of a place around them; null when there are none. */
        @Nullable
        SDVariable outwards(LaneShape to) {
            SDVariable all = null;
            for (Map.Entry<LaneShape, SDVariable> part : parts.entrySet()) {
                SDVariable moved = sums.outwards(part.getValue(), part.getKey(), to);
                all = all == null ? moved : all.add(moved);
            }
            return all;
        }
    }

    /** 1 in lanes of the values that were drawn, 0 in those of counterparts; {@code [L]}. */
    SDVariable drawnLanes(LaneShape shape) {
        float[] mask = new float[shape.lanes()];
        for (int lane = 0; lane < mask.length; lane++) {
            mask[lane] = lane / shape.members() / shape.combinations() % shape.families() == 0 ? 1 : 0;
        }
        return graph.constant(mask, mask.length);
    }

    /**
     * Σ over families of weight × value, {@code [L · E]} to {@code [L · E / families]}.
     *
     * @param weights one a family
     */
    SDVariable acrossFamilies(SDVariable values, LaneShape shape, int event, float[] weights) {
        int rest = shape.combinations() * shape.members() * event;
        return values.reshape(shape.particles(), shape.families(), rest)
                .mul(graph.constant(weights, 1, weights.length, 1))
                .sum(1)
                .reshape(shape.particles() * rest);
    }

    /** The mean of the other particles, of numbers that are summed over branches first; {@code [L]}. */
    SDVariable meanOfOthers(SDVariable perLane, LaneShape shape) {
        int branches = shape.families() * shape.combinations();
        SDVariable own = branches == 1
                ? perLane.reshape(shape.particles(), shape.members())
                : perLane.reshape(shape.particles(), branches, shape.members()).sum(1);
        SDVariable others = own.sum(true, 0).sub(own).mul(1.0 / (shape.particles() - 1));
        float[] ones = new float[branches];
        Arrays.fill(ones, 1);
        return others.reshape(shape.particles(), 1, shape.members())
                .mul(graph.constant(ones, 1, branches, 1))
                .reshape(shape.lanes());
    }
}
