/** Problems whose posterior and evidence are known, computed apart from the code under test; and seeded loops over them. */
@NullMarked
package io.elbo4j.conjugate;

import org.jspecify.annotations.NullMarked;
