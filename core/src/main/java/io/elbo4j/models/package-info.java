/** The models, one package a paper, and the catalogue that lists them. No model's package sees another's. */
@NullMarked
package io.elbo4j.models;

import org.jspecify.annotations.NullMarked;
