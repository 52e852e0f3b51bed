/** Links from code to the equations of papers, checked on each build and written to {@code docs/equations.md}. */
@NullMarked
package io.elbo4j.paper;

import org.jspecify.annotations.NullMarked;
