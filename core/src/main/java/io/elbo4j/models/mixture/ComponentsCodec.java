package io.elbo4j.models.mixture;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores and sends {@link Components}, each by its own codec.
 *
 * @param one of a component
 */
record ComponentsCodec<T>(Codec<T> one) implements Codec<Components<T>> {

    private static final String COUNT = "components";

    @Override
    public String kind() {
        return one.kind() + "-components";
    }

    /** That of a component: around it nothing has changed yet. */
    @Override
    public int version() {
        return one.version();
    }

    @Override
    public Parts encode(Components<T> components) {
        Parts parts = new Parts().put(COUNT, (long) components.each().size());
        for (int c = 0; c < components.each().size(); c++) {
            parts.putAll(name(c), one.encode(components.each().get(c)));
        }
        return parts;
    }

    @Override
    public Components<T> decode(Parts parts, int version) {
        long count = parts.whole(COUNT);
        if (count < 1 || count > parts.values().size()) {
            throw new CorruptModelException("model: not a number of components: components=" + count + " parts="
                    + parts.values().size() + "; the file is damaged");
        }
        List<T> each = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            each.add(one.decode(parts.under(name(c)), version));
        }
        return new Components<>(each);
    }

    private static String name(int component) {
        return "component" + component;
    }
}
