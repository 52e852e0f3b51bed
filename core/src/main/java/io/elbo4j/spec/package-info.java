/**
 * What a run is: nested records read from layers of configuration. {@code conf/reference.conf} is the schema: a key that is
 * not in it, or a value of another type than its default there, is an error.
 */
@NullMarked
package io.elbo4j.spec;

import org.jspecify.annotations.NullMarked;
