package io.elbo4j.spark.run;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.codec.Parts;
import io.elbo4j.data.Batch;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.data.Features;
import io.elbo4j.data.Shard;
import io.elbo4j.data.SparseFeatures;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spec.RunSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the steps of a configured training take on this machine, on one thread, without Spark and without data: rows are random
 * numbers of the given shape.
 */
public final class StepTimes {

    /** Batches in the random shard: enough that no cache holds them all. */
    private static final int BATCHES = 40;

    private static final int MOST_COLLECTIONS = 10;
    private static final long SETTLED = 1 << 18;

    private StepTimes() {}

    /**
     * Takes the rounds of one shard and measures each; the first half is for the virtual machine's compiler.
     *
     * @param shape of a row
     * @param nonZeros of each row; 0 makes dense rows
     * @param rounds to run
     * @return medians in milliseconds: {@code stepMs} of a value step and {@code supportMs} of a support step where there are
     *     some, {@code heapMiB} that the model, its state and its buffers take after the last round, and what was measured
     */
    public static Map<String, Object> of(RunSpec spec, List<Integer> shape, int nonZeros, int rounds) {
        // A thread of its own, since networks keep their buffers by thread: what was measured before is gone.
        FutureTask<Map<String, Object>> task = new FutureTask<>(() -> onThisThread(spec, shape, nonZeros, rounds));
        new Thread(task, "bench").start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("bench: interrupted; start it again", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e.getCause());
        }
    }

    private static Map<String, Object> onThisThread(RunSpec spec, List<Integer> shape, int nonZeros, int rounds) {
        int width = shape.stream().reduce(1, Math::multiplyExact);
        int classes = Math.max(2, spec.likelihood().classes());
        int rows = Math.multiplyExact(BATCHES, spec.train().batch());
        Key key = Key.of(spec.seed());
        Features features =
                nonZeros == 0 ? dense(key.fold(0), rows, width) : sparse(key.fold(0), rows, width, nonZeros);
        float[] targets = new float[rows];
        for (int row = 0; row < rows; row++) {
            targets[row] = (int) (key.fold(1).uniform(row) * classes);
        }
        long before = heapInUse();
        TrainedModel<?> model = TrainedModel.unread(spec, shape, rows, "");
        Map<String, Object> times =
                measured(model, new Shard(0, 1, rows, new Batch(features, targets)), rounds, before);
        times.put("batch", spec.train().batch());
        times.put("shape", shape);
        if (nonZeros > 0) {
            times.put("nonZeros", nonZeros);
        }
        times.putAll(Training.sizes(model));
        return times;
    }

    private static Features dense(Key key, int rows, int width) {
        float[] features = new float[Math.multiplyExact(rows, width)];
        key.gaussians(features);
        return new DenseFeatures(features, width);
    }

    /** Columns whose ranks follow Zipf's law, as words do; drawn twice they count once. */
    private static Features sparse(Key key, int rows, int width, int nonZeros) {
        int[] from = new int[rows + 1];
        int[] column = new int[Math.multiplyExact(rows, nonZeros)];
        float[] value = new float[column.length];
        int at = 0;
        for (int r = 0; r < rows; r++) {
            int[] some = new int[nonZeros];
            for (int k = 0; k < nonZeros; k++) {
                int rank = (int) Math.exp(key.uniform((long) r * nonZeros + k) * Math.log(width));
                some[k] = (int) Math.floorMod(rank * 0x9E3779B97F4A7C15L, (long) width);
            }
            Arrays.sort(some);
            for (int k = 0; k < nonZeros; k++) {
                if (k == 0 || some[k] != some[k - 1]) {
                    column[at] = some[k];
                    value[at++] = 1;
                }
            }
            from[r + 1] = at;
        }
        return new SparseFeatures(width, from, Arrays.copyOf(column, at), Arrays.copyOf(value, at));
    }

    private static <S> Map<String, Object> measured(TrainedModel<S> model, Shard shard, int rounds, long before) {
        return measured(model, model.job().algorithm(), shard, rounds, before);
    }

    private static <S, U> Map<String, Object> measured(
            TrainedModel<S> model, Algorithm<S, U> algorithm, Shard shard, int rounds, long before) {
        Key key = Key.of(model.spec().seed());
        List<Double> steps = new ArrayList<>();
        List<Double> supports = new ArrayList<>();
        S state = model.state();
        double stepBefore = 0;
        for (int index = 0; index < rounds; index++) {
            Round<S> round = new Round<>(index, state, key);
            long started = System.nanoTime();
            U contribution = algorithm.step().run(round, shard);
            double milliseconds = (System.nanoTime() - started) * 1e-6;
            Outcome<S> outcome = algorithm.merge().finish(round, contribution);
            state = outcome.state();
            double step = outcome.diagnostics().getOrDefault("step", stepBefore + 1);
            if (index >= rounds / 2) {
                boolean moved = outcome.diagnostics().containsKey("replacedWeights");
                (moved ? supports : steps).add(milliseconds / Math.max(1, step - stepBefore));
            }
            stepBefore = step;
        }
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("stepMs", median(steps));
        if (!supports.isEmpty()) {
            times.put("supportMs", median(supports));
        }
        times.put("heapMiB", (heapInUse() - before) / 1048576.0);
        if (model.job().posterior().apply(state) instanceof SparseGaussian q) {
            times.put("stateBytesPerActiveWeight", arrayBytes(algorithm.state().encode(state)) / q.active());
        }
        return times;
    }

    private static long arrayBytes(Parts state) {
        long bytes = 0;
        for (Object part : state.values().values()) {
            bytes += part instanceof int[] ints
                    ? 4L * ints.length
                    : part instanceof float[] floats ? 4L * floats.length : 0;
        }
        return bytes;
    }

    /** After a collection: what is reachable. Asked for twice, since the first may leave what has a finaliser. */
    /** Once it no longer falls: what one collection finds unreachable, Spark's own cleaner lets go of for the next. */
    private static long heapInUse() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int collection = 0; collection < MOST_COLLECTIONS; collection++) {
            System.gc();
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (collection > 1 && now > least - SETTLED) {
                break;
            }
            least = Math.min(least, now);
            LockSupport.parkNanos(50_000_000);
        }
        return least;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }
}
