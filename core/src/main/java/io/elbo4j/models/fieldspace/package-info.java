@NullMarked
package io.elbo4j.models.fieldspace;

import org.jspecify.annotations.NullMarked;
