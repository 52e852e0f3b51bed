/**
 * How the contributions of shards become the next belief. Each rule is a value that holds its local step and its merge,
 * because neither makes sense without the other.
 */
@NullMarked
package io.elbo4j.merge;

import org.jspecify.annotations.NullMarked;
