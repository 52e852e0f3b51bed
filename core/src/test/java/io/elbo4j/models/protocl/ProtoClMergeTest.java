package io.elbo4j.models.protocl;

import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Round;
import io.elbo4j.contract.MergeContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.ShiftedImages;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The last round, in which prototypes are built and the memory is drawn. */
class ProtoClMergeTest extends MergeContract<ProtoClState, Contribution> {

    private static final PrototypeNetwork NETWORK = PrototypeNetworkTest.network(3);
    private static final ProtoClSpec SPEC = new ProtoClSpec(7, 1, 4, 1, 1, 0, List.of(), ShiftedImages.NONE);
    private static final Adam ADAM = new Adam(0.9, 0.999, 1e-8);
    private static final int ROWS = 30;

    @Override
    protected Merge<ProtoClState, Contribution> merge() {
        return ProtoCl.of(NETWORK, SPEC, ADAM, new Schedule(0.1, 0, 1)).merge();
    }

    @Override
    protected Round<ProtoClState> round() {
        float[] weights = new float[NETWORK.network().layout().dimension()];
        Key.of(2).gaussians(weights);
        ProtoClState start = ProtoCl.initial(NETWORK, SPEC, ADAM, weights);
        ClassPosteriors counted = start.classes().with(new double[] {10, 10, 10});
        return new Round<>(SPEC.rounds() - 1, start.with(counted), Key.of(1));
    }

    private static Contribution of(long seed, int[] rows, int room) {
        if (rows.length == 0) {
            return Contribution.NONE;
        }
        float[] features = new float[2 * rows.length];
        float[] targets = new float[rows.length];
        double[] ranks = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            features[2 * i] = (float) Key.of(seed).gaussian(rows[i]);
            features[2 * i + 1] = rows[i];
            targets[i] = rows[i] % 3;
            ranks[i] = Key.of(seed).uniform(rows[i]);
        }
        Batch batch = new Batch(features, targets, 2);
        float[] embeddings = new float[4 * rows.length];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) Key.of(seed).fold(3).gaussian(4L * rows[i / 4] + i % 4);
        }
        ClassSums sums = ClassSums.of(3, 4, embeddings, targets);
        return new Contribution(
                Sums.of(rows.length, 0, sums.embeddings(), sums.rows(), sums.rows()),
                Memory.of(new int[] {room, 2, 2}, ranks, batch));
    }

    @Override
    protected List<Contribution> parts(long seed) {
        int[] order = Key.of(seed).fold(9).permutation(ROWS);
        List<Contribution> parts = new ArrayList<>();
        parts.add(of(seed, new int[0], 3));
        for (int from = 0, size = 1; from < ROWS; from += size, size = 1 + (int) (seed + from) % 9) {
            parts.add(of(seed, Arrays.copyOfRange(order, from, Math.min(ROWS, from + size)), 3));
        }
        return parts;
    }

    @Override
    protected Contribution pooled(long seed) {
        return of(seed, IntStream.range(0, ROWS).toArray(), 3);
    }

    @Override
    protected Contribution ofAnotherShape() {
        return of(1, new int[] {1, 2}, 5);
    }

    @Override
    protected double[] numbers(Contribution contribution) {
        DoubleStream sums = contribution.sums().arrays().stream().flatMapToDouble(Arrays::stream);
        return DoubleStream.concat(
                        DoubleStream.of(contribution.sums().rows()),
                        DoubleStream.concat(sums, of(contribution.sample())))
                .toArray();
    }

    private static DoubleStream of(Memory memory) {
        float[] features = memory.features();
        return DoubleStream.concat(
                Arrays.stream(memory.ranks()),
                IntStream.range(0, features.length).mapToDouble(i -> features[i]));
    }

    @Override
    protected double[] stateNumbers(ProtoClState state) {
        ClassPosteriors classes = state.classes();
        return DoubleStream.concat(
                        DoubleStream.concat(Arrays.stream(classes.precisionMean()), Arrays.stream(classes.precision())),
                        DoubleStream.concat(Arrays.stream(classes.concentration()), of(state.memory())))
                .toArray();
    }

    @Override
    protected double stateTolerance() {
        return 1e-12;
    }
}
