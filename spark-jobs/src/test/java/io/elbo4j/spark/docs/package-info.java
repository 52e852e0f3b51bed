/** What is written for people is true: pages, examples and the tutorial against commands, settings and files. */
@NullMarked
package io.elbo4j.spark.docs;

import org.jspecify.annotations.NullMarked;
