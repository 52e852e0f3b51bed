package io.elbo4j.models;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.merge.SiteRemoval;
import io.elbo4j.merge.SiteSlots;
import io.elbo4j.site.SiteId;
import io.elbo4j.spec.SpecException;
import io.elbo4j.update.MeanFieldState;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The sites of a network in the slots of its state ({@link io.elbo4j.merge.SiteProduct}).
 *
 * <p>New rounds are the last rounds of the run once more: its clock is turned back, and with it the schedules of rate and
 * support. Networks come to no exact rest: further rounds at the rate of the end, which is 0, would change nothing, and
 * rounds at a high rate take the belief to another mode, farther from where it would be without the shard than it was ({@code
 * docs/results.md}).
 *
 * @param network where sites and belief lie
 * @param places of the sites in the slots
 * @param start the belief before the first round
 * @param stepsPerRound of a shard
 * @param valueRoundsBefore how many of the rounds before a round move the belief
 */
record NetworkPartition<S>(
        NetworkBelief<S> network,
        SiteSlots places,
        SparseGaussian start,
        int stepsPerRound,
        IntUnaryOperator valueRoundsBefore)
        implements Partition<S> {

    /** The part of a run that is run again: its end, where rates are low and supports rest unless settings say otherwise. */
    private static final double AGAIN = 0.1;

    @Override
    public List<SiteId> sites(S state) {
        List<float[]> slots = newest(state).slots();
        return IntStream.range(0, slots.size() / 2)
                .filter(shard -> anything(slots.get(2 * shard)))
                .mapToObj(shard -> new SiteId(TASK, shard))
                .toList();
    }

    private MeanFieldState newest(S state) {
        return places.newest(network.belief().apply(state));
    }

    private static boolean anything(float[] precision) {
        for (float each : precision) {
            if (each != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public S without(S state, SiteId id) {
        if (sites(state).size() < 2) {
            throw new SpecException("forget: no other site: site=" + id
                    + " sites=1; nothing would be left but the prior, train on other rows");
        }
        MeanFieldState belief = network.belief().apply(state);
        return network.state().apply(SiteRemoval.of(belief, places, network.target(), id.shard(), start));
    }

    @Override
    public int withoutSite(S state) {
        MeanFieldState belief = newest(state);
        int count = 0;
        for (int k = 0; k < belief.posterior().active(); k++) {
            boolean none = !belief.posterior().isPoint(k) && SiteSlots.present(belief.slots(), k) == 0;
            count += none ? 1 : 0;
        }
        return count;
    }

    @Override
    public boolean independent() {
        return false;
    }

    @Override
    public Again<S> again(S state, int round, OptionalInt rounds) {
        int count = rounds.orElse((int) Math.ceil(AGAIN * round));
        if (count < 1 || count > round) {
            throw new SpecException("forget: rounds out of range: rounds=" + count + " run=" + round
                    + "; use a number from 1 to the rounds of the run");
        }
        int from = round - count;
        // Not between the two rounds of a support step, which belong together.
        while (from > 0 && valueRoundsBefore.applyAsInt(from) == valueRoundsBefore.applyAsInt(from - 1)) {
            from--;
        }
        MeanFieldState belief = network.belief().apply(state);
        long step = (long) valueRoundsBefore.applyAsInt(from) * stepsPerRound;
        S back = network.state().apply(new MeanFieldState(belief.posterior(), belief.slots(), step));
        return new Again<>(back, from, round);
    }
}
