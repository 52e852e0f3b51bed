package io.elbo4j.site;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Whose factor a site is. The same data have the same id however often they are visited, so that a task that runs twice
 * replaces its site and is never counted twice.
 *
 * @param task a name for what arrived together, for example a day or a data set
 * @param shard of that task, from 0
 */
public record SiteId(String task, int shard) implements Comparable<SiteId>, Serializable {

    private static final Comparator<SiteId> ORDER =
            Comparator.comparing(SiteId::task).thenComparingInt(SiteId::shard);

    public SiteId {
        if (task.isEmpty() || shard < 0) {
            throw new IllegalArgumentException("site id: not an id: task=\"" + task + "\" shard=" + shard
                    + "; the task has a name, and shards count from 0");
        }
    }

    @Override
    public int compareTo(SiteId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return task + "/" + shard;
    }
}
