package io.elbo4j.models.mixture;

import java.io.Serializable;
import java.util.List;

/**
 * The same thing of every component: their states, or what a shard says to each of them.
 *
 * @param each in the order of the components
 */
public record Components<T>(List<T> each) implements Serializable {

    public Components {
        each = List.copyOf(each);
    }
}
