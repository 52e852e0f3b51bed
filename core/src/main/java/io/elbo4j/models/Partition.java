package io.elbo4j.models;

import io.elbo4j.site.SiteId;
import java.util.List;
import java.util.OptionalInt;

/** How a state is the prior times one factor a shard, so that a factor can be taken out again. */
public interface Partition<S> {

    /** What arrives together; one run has one task. */
    String TASK = "task";

    /**
     * New rounds of the shards that are left.
     *
     * @param state to start from
     * @param from the first of them
     * @param to the end, exclusive; they may come to rest before
     */
    record Again<S>(S state, int from, int to) {}

    /** The ids of all sites in a state, in ascending order. */
    List<SiteId> sites(S state);

    /**
     * The state with one factor divided out.
     *
     * @throws io.elbo4j.site.ImproperGaussianException when what is left is no distribution
     */
    S without(S state, SiteId id);

    /** Of how many weights no site says anything, so that they are as before the first round. */
    int withoutSite(S state);

    /** Whether a site is a function of its own shard's rows. If not, the others still know of one that was divided out. */
    boolean independent();

    /**
     * Which rounds let the remaining sites forget what they know of one that was divided out.
     *
     * @param state without it
     * @param round how many rounds the run had
     * @param rounds how many there shall be; absent for as many as are sensible
     */
    Again<S> again(S state, int round, OptionalInt rounds);
}
