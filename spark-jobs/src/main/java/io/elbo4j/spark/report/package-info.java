/**
 * Pages to look at: all that a run folder holds as one HTML file that loads nothing from elsewhere. Every picture of the project
 * comes from here. Charts are drawn by Chart.js, which is part of the file.
 */
@NullMarked
package io.elbo4j.spark.report;

import org.jspecify.annotations.NullMarked;
