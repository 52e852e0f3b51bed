package io.elbo4j.site;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stores {@link Sites} whole, in ascending order of id. */
public enum SitesCodec implements Codec<Sites> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "sites";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(Sites sites) {
        Parts parts = new Parts().put("sites", (long) sites.byId().size());
        int number = 0;
        for (var entry : sites.byId().entrySet()) {
            Parts site = GaussianSiteCodec.INSTANCE
                    .encode(entry.getValue())
                    .put("task", entry.getKey().task())
                    .put("shard", (long) entry.getKey().shard());
            parts.putAll("site" + number++, site);
        }
        return parts;
    }

    @Override
    public Sites decode(Parts parts, int version) {
        SortedMap<SiteId, GaussianSite> sites = new TreeMap<>();
        long declared = parts.whole("sites");
        try {
            for (int number = 0; number < declared; number++) {
                Parts site = parts.under("site" + number);
                SiteId id = new SiteId(site.text("task"), Math.toIntExact(site.whole("shard")));
                sites.put(id, GaussianSiteCodec.INSTANCE.decode(site, version));
            }
            if (sites.size() != declared) {
                throw new CorruptModelException("model: two sites of one id: declared=" + declared + " found="
                        + sites.size() + "; the file is damaged");
            }
            return Sites.of(sites);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }
}
