/**
 * Runs shown by an MLflow tracking server: settings, figures of each round, metrics, the model and the report. By its REST API 2.0, since the client library
 * would bring a second HTTP stack for six requests. A server that fails costs no training anything but a line that says so.
 */
@NullMarked
package io.elbo4j.spark.mlflow;

import org.jspecify.annotations.NullMarked;
