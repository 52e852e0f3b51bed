package io.elbo4j.site;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sites of a model by id: an immutable value, equal by value. All have one family and dimension and are finite. Together
 * with {@link #merged} and {@link #NONE} a commutative monoid, but for an error when two disagree about a site.
 */
public final class Sites implements Serializable {

    /** No sites. */
    public static final Sites NONE = new Sites(new TreeMap<>());

    private final SortedMap<SiteId, GaussianSite> byId;

    private Sites(SortedMap<SiteId, GaussianSite> byId) {
        this.byId = Collections.unmodifiableSortedMap(byId);
    }

    /** One site. */
    public static Sites of(SiteId id, GaussianSite site) {
        return NONE.with(id, site);
    }

    /** Sites by their ids. */
    public static Sites of(Map<SiteId, GaussianSite> sites) {
        SortedMap<SiteId, GaussianSite> checked = new TreeMap<>();
        sites.forEach((id, site) -> add(checked, id, site));
        return new Sites(checked);
    }

    /** The sites, in ascending order of id. */
    public SortedMap<SiteId, GaussianSite> byId() {
        return byId;
    }

    /** The site of this id, if there is one. */
    public Optional<GaussianSite> site(SiteId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * These sites with one more, or with another in the place of the one of the same id.
     *
     * @throws IllegalArgumentException when the site is not finite, or of another family or dimension; it names the id
     */
    public Sites with(SiteId id, GaussianSite site) {
        SortedMap<SiteId, GaussianSite> next = new TreeMap<>(byId);
        add(next, id, site);
        return new Sites(next);
    }

    /**
     * These sites without one.
     *
     * @throws IllegalArgumentException when there is none of this id
     */
    public Sites without(SiteId id) {
        SortedMap<SiteId, GaussianSite> next = new TreeMap<>(byId);
        if (next.remove(id) == null) {
            throw new IllegalArgumentException(
                    "sites: no such site: id=" + id + " known=" + byId.keySet() + "; give the id of a known site");
        }
        return new Sites(next);
    }

    /**
     * The sites of both. The same site in both is one site.
     *
     * @throws IllegalArgumentException when both have an id with different sites, or their families or dimensions differ
     */
    public Sites merged(Sites other) {
        SortedMap<SiteId, GaussianSite> next = new TreeMap<>(byId);
        other.byId.forEach((id, site) -> {
            GaussianSite known = next.get(id);
            if (known != null && !known.equals(site)) {
                throw new IllegalArgumentException("sites: two sites of one id: id=" + id + " left=" + known + " right="
                        + site + "; give each shard of each task its own id");
            }
            add(next, id, site);
        });
        return new Sites(next);
    }

    /** The prior times all sites, multiplied in ascending order of id: the same bits whatever the order of arrival. */
    public GaussianSite product(GaussianSite prior) {
        GaussianSite product = prior;
        for (GaussianSite site : byId.values()) {
            product = product.plus(site);
        }
        return product;
    }

    private static void add(SortedMap<SiteId, GaussianSite> sites, SiteId id, GaussianSite site) {
        if (!site.isFinite()) {
            throw new IllegalArgumentException("sites: natural parameters not finite: id=" + id + " site=" + site
                    + "; look for NaN or overflow in the data of this shard");
        }
        for (GaussianSite known : sites.values()) {
            if (known.getClass() != site.getClass() || known.dimension() != site.dimension()) {
                throw new IllegalArgumentException("sites: family or dimension mismatch: id=" + id + " known=" + known
                        + " given=" + site + "; were all made for the same model?");
            }
            // All known ones are alike.
            break;
        }
        sites.put(id, site);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sites that && byId.equals(that.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return "Sites" + byId.keySet();
    }
}
