package io.elbo4j.merge;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Target;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where sites lie in the slots of a state: 2k and 2k + 1 are precision and precision × mean of shard k's newest site, {@code [A]}
 * each. Where shards see older ones, as many slots follow for the sites of the round before, and so on.
 *
 * @param shards M
 * @param staleness how many rounds old the sites are at most that a shard sees
 */
public record SiteSlots(int shards, int staleness) implements Serializable {

    int count() {
        return 2 * shards * (1 + staleness);
    }

    /** The state with the newest sites alone. */
    public MeanFieldState newest(MeanFieldState state) {
        return new MeanFieldState(state.posterior(), state.slots().subList(0, 2 * shards), state.step());
    }

    /** How many shards have a site of a parameter. */
    public static int present(List<float[]> sites, int k) {
        int present = 0;
        for (int s = 0; s < sites.size(); s += 2) {
            present += sites.get(s)[k] != 0 ? 1 : 0;
        }
        return present;
    }

    /** The slots once the newest sites have given way to these. */
    List<float[]> after(MeanFieldState state, float[][] sites) {
        List<float[]> slots = new ArrayList<>(List.of(sites));
        slots.addAll(state.slots().subList(0, 2 * shards * staleness));
        return slots;
    }

    /** The slots where nobody may see any others than these. */
    List<float[]> alone(float[][] sites) {
        List<float[]> slots = new ArrayList<>();
        for (int age = 0; age <= staleness; age++) {
            slots.addAll(List.of(sites));
        }
        return slots;
    }

    /**
     * Belief and sites as they were so many rounds ago. A parameter that had no site then, because it is new, is seen as it is now.
     *
     * @param age at most the staleness
     */
    MeanFieldState seen(MeanFieldState state, int age, Target target) {
        MeanFieldState newest = newest(state);
        if (age == 0) {
            return newest;
        }
        List<float[]> old = state.slots().subList(2 * shards * age, 2 * shards * (age + 1));
        SparseGaussian q = state.posterior();
        float[][] sites = new float[2 * shards][q.active()];
        for (int k = 0; k < q.active(); k++) {
            List<float[]> from = present(old, k) > 0 ? old : newest.slots();
            for (int s = 0; s < sites.length; s++) {
                sites[s][k] = from.get(s)[k];
            }
        }
        MeanFieldState mixed = new MeanFieldState(q, List.of(sites), state.step());
        return new MeanFieldState(SiteSums.of(mixed, target).belief(), mixed.slots(), state.step());
    }
}
