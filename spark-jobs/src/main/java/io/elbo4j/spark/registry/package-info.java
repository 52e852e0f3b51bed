/**
 * Versions of one model over time, and which of them serves.
 *
 * <p>A registry is a folder on any Hadoop FileSystem: {@code versions/ID} are run folders that never change, {@code journal/000001.json}
 * and on are decisions, each written whole, once, and never changed. The champion is what the newest decision says: there is
 * no pointer beside the journal that could disagree with it or be torn. A file that is not whole is passed over and named.
 */
@NullMarked
package io.elbo4j.spark.registry;

import org.jspecify.annotations.NullMarked;
