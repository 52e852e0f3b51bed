package io.elbo4j.eval;

import java.util.List;
import java.util.function.Function;

/**
 * The way back from shards to the whole set.
 *
 * @param total rows of all shards
 * @param labelled whether every row has a target
 */
record Interleaving(int total, boolean labelled) {

    static PredictiveDistribution of(List<? extends PredictiveDistribution> byShard) {
        if (byShard.isEmpty()) {
            throw new IllegalArgumentException("prediction: no shards: shards=0; give one prediction a shard");
        }
        PredictiveDistribution first = byShard.get(0);
        int total = Math.toIntExact(
                byShard.stream().mapToLong(PredictiveDistribution::rows).sum());
        for (int s = 0; s < byShard.size(); s++) {
            check(s, byShard.size(), total, first, byShard.get(s));
        }
        boolean labelled = byShard.stream().allMatch(PredictiveDistribution::labelled);
        if (!labelled && byShard.stream().anyMatch(part -> part.rows() > 0 && part.labelled())) {
            throw new IllegalArgumentException("prediction: some shards have targets and some not: shards="
                    + byShard.size() + "; give targets for all or for none");
        }
        Interleaving way = new Interleaving(total, labelled);
        return first instanceof ClassPrediction
                ? way.classes(cast(byShard, ClassPrediction.class))
                : way.values(cast(byShard, ValuePrediction.class));
    }

    private static void check(int s, int shards, int total, PredictiveDistribution first, PredictiveDistribution part) {
        int expected = (int) (((long) total - s + shards - 1) / shards);
        if (part.rows() != expected) {
            throw new IllegalArgumentException(
                    "prediction: shards do not fit together: shard=" + s + " shards=" + shards
                            + " rows=" + part.rows() + " expected=" + expected
                            + "; give all shards of one set, in order of their index");
        }
        boolean alike = part.getClass() == first.getClass()
                && part.samples() == first.samples()
                && classes(part) == classes(first);
        if (!alike) {
            throw new IllegalArgumentException("prediction: shards differ: shard=" + s + " samples=" + part.samples()
                    + " classes=" + classes(part) + " expectedSamples=" + first.samples() + " expectedClasses="
                    + classes(first) + "; were all made from one model?");
        }
    }

    private static int classes(PredictiveDistribution prediction) {
        return prediction instanceof ClassPrediction known ? known.classes() : 0;
    }

    private static <P> List<P> cast(List<? extends PredictiveDistribution> parts, Class<P> type) {
        return parts.stream().map(type::cast).toList();
    }

    private ClassPrediction classes(List<ClassPrediction> parts) {
        int classes = parts.get(0).classes();
        return new ClassPrediction(
                classes,
                parts.get(0).samples(),
                doubles(parts, ClassPrediction::logProbabilities, classes, true),
                doubles(parts, ClassPrediction::expectedEntropy, 1, true),
                targets(parts));
    }

    private ValuePrediction values(List<ValuePrediction> parts) {
        return new ValuePrediction(
                parts.get(0).samples(),
                doubles(parts, ValuePrediction::mean, 1, true),
                doubles(parts, ValuePrediction::aleatoricSd, 1, true),
                doubles(parts, ValuePrediction::epistemicSd, 1, true),
                targets(parts),
                doubles(parts, ValuePrediction::logDensity, 1, labelled),
                doubles(parts, ValuePrediction::atMost, 1, labelled),
                doubles(parts, ValuePrediction::atLeast, 1, labelled));
    }

    private <P> double[] doubles(List<P> parts, Function<P, double[]> of, int width, boolean present) {
        if (!present) {
            return new double[0];
        }
        double[] all = new double[Math.multiplyExact(total, width)];
        for (int s = 0; s < parts.size(); s++) {
            double[] part = of.apply(parts.get(s));
            for (int i = 0; i < part.length / width; i++) {
                System.arraycopy(part, i * width, all, (i * parts.size() + s) * width, width);
            }
        }
        return all;
    }

    private float[] targets(List<? extends PredictiveDistribution> parts) {
        float[] all = new float[labelled ? total : 0];
        for (int s = 0; labelled && s < parts.size(); s++) {
            float[] part = parts.get(s).targets();
            for (int i = 0; i < part.length; i++) {
                all[i * parts.size() + s] = part[i];
            }
        }
        return all;
    }
}
