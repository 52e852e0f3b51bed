package io.elbo4j.models.pvi;

import io.elbo4j.merge.Turns;
import java.io.Serializable;

/**
 * Settings of partitioned inference.
 *
 * @param task name in the ids of this run's sites: the same for the same data, another for other data
 * @param turns who works when
 * @param damping how far sites move
 */
public record PviSpec(String task, Turns turns, Damping damping) implements Serializable {

    public PviSpec {
        if (task.isEmpty()) {
            throw new IllegalArgumentException("pvi: task without a name: task=\"\"; name the data set");
        }
    }
}
