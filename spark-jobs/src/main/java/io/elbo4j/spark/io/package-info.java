/**
 * From a URI to logical shards, on any Hadoop FileSystem.
 *
 * <p>{@link io.elbo4j.spark.io.NamedData} turns a name such as {@code fashion-mnist} into a
 * {@link io.elbo4j.spark.io.DataSource}; {@link io.elbo4j.spark.io.DatasetReader} opens it as a
 * {@link io.elbo4j.spark.io.Table}, rows in one fixed order; a {@link io.elbo4j.spark.io.RowSelection} holds some out; the
 * rest becomes {@link io.elbo4j.spark.io.Shards}, one Spark partition each. The order of rows is that of the files by
 * path, then that within a file; partitions, cores and executors do not enter. Whatever is wrong with the data is a
 * {@link io.elbo4j.spark.io.DataException}.
 *
 * <p>What crosses the wire: {@link io.elbo4j.data.Shard}, {@link io.elbo4j.data.Batch}, {@code RowBlock}, {@code Part},
 * {@code ShardProfile} with {@link io.elbo4j.data.Moments}, integers, strings and primitive arrays. All else is captured by
 * closures, which Spark always sends by Java serialization.
 */
@NullMarked
package io.elbo4j.spark.io;

import org.jspecify.annotations.NullMarked;
