/** Rules of the whole source tree. */
@NullMarked
package io.elbo4j.architecture;

import org.jspecify.annotations.NullMarked;
