package io.elbo4j.models.pvi;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.site.GaussianSiteCodec;
import io.elbo4j.site.SiteId;
import io.elbo4j.site.Sites;
import io.elbo4j.site.SitesCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stores a {@link PviState} whole. */
public enum PviStateCodec implements Codec<PviState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "pvi-state";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(PviState state) {
        DivergenceWatch watch = state.watch();
        Parts parts = new Parts()
                .put("damping", state.damping())
                .put("growing", (long) watch.growing())
                .put("growth", watch.growth())
                .put("changes", (long) watch.changes().size())
                .put("recent", (long) state.recent().size())
                .putAll("prior", GaussianSiteCodec.INSTANCE.encode(state.prior()))
                .putAll("good", SitesCodec.INSTANCE.encode(watch.good()));
        for (int age = 0; age < state.recent().size(); age++) {
            parts.putAll(
                    "recent" + age, SitesCodec.INSTANCE.encode(state.recent().get(age)));
        }
        int number = 0;
        for (Map.Entry<SiteId, Double> change : watch.changes().entrySet()) {
            parts.put("change" + number + ".task", change.getKey().task())
                    .put("change" + number + ".shard", (long) change.getKey().shard())
                    .put("change" + number + ".size", change.getValue());
            number++;
        }
        return parts;
    }

    @Override
    public PviState decode(Parts parts, int version) {
        try {
            List<Sites> recent = new ArrayList<>();
            for (int age = 0; age < parts.whole("recent"); age++) {
                recent.add(sites(parts, "recent" + age));
            }
            SortedMap<SiteId, Double> changes = new TreeMap<>();
            for (int number = 0; number < parts.whole("changes"); number++) {
                String change = "change" + number;
                SiteId id = new SiteId(parts.text(change + ".task"), Math.toIntExact(parts.whole(change + ".shard")));
                changes.put(id, parts.real(change + ".size"));
            }
            return new PviState(
                    GaussianSiteCodec.INSTANCE.decode(parts.under("prior"), GaussianSiteCodec.INSTANCE.version()),
                    recent,
                    parts.real("damping"),
                    new DivergenceWatch(
                            Math.toIntExact(parts.whole("growing")),
                            parts.real("growth"),
                            changes,
                            sites(parts, "good")));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }

    private static Sites sites(Parts parts, String prefix) {
        return SitesCodec.INSTANCE.decode(parts.under(prefix), SitesCodec.INSTANCE.version());
    }
}
