package io.elbo4j.spark.run;

import io.elbo4j.data.Batch;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.spark.io.VectorRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Predicts the rows of a partition.
 *
 * @param predictive of the model
 * @param dimension of θ
 * @param supports of the draws
 * @param values of the draws
 * @param spikeSd of weights outside the supports
 * @param names of the features
 * @param sparse whether rows are kept as their non-zeros
 * @param features name of the vector column
 * @param at place of the vector column
 * @param columns to add
 * @param quantiles their probabilities
 * @param seed of the choice of draws
 * @param oneDraw the same for all rows
 */
record FrameScorer(
        Predictive predictive,
        int dimension,
        Broadcast<int[][]> supports,
        Broadcast<float[][]> values,
        float[] spikeSd,
        List<String> names,
        boolean sparse,
        String features,
        int at,
        List<PredictionColumn> columns,
        double[] quantiles,
        long seed,
        boolean oneDraw)
        implements MapPartitionsFunction<Row, Row> {

    /** No draw has a negative number. */
    private static final long CHOICE = -1;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        int partition = TaskContext.getPartitionId();
        PosteriorDraws draws = new PosteriorDraws(dimension, supports.value(), values.value(), spikeSd);
        VectorRows blocks = new VectorRows(rows, partition, features, at, names, sparse);
        Key key = Stream.PREDICT.of(Key.of(seed)).fold(CHOICE).fold(partition);
        return new Iterator<>() {
            private Iterator<Row> scored = List.<Row>of().iterator();

            @Override
            public boolean hasNext() {
                while (!scored.hasNext() && blocks.hasNext()) {
                    scored = scored(blocks.next(), draws, key).iterator();
                }
                return scored.hasNext();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return scored.next();
            }
        };
    }

    private List<Row> scored(VectorRows.Block block, PosteriorDraws draws, Key key) {
        Batch batch = predictive.standardisation().apply(block.features());
        PredictiveDistribution prediction = predictive.of(batch, draws);
        List<Object[]> cells = new ArrayList<>();
        for (PredictionColumn column : columns) {
            cells.add(
                    switch (column.what()) {
                        case QUANTILES -> vectors(predictive.quantiles(batch, draws, quantiles));
                        case DRAWN_PROBABILITY, DRAWN_MEAN -> drawn(batch, draws, key, block.first());
                        default -> cells(column.what(), prediction);
                    });
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < block.rows().size(); i++) {
            Row row = block.rows().get(i);
            Object[] wider = new Object[row.size() + columns.size()];
            for (int c = 0; c < row.size(); c++) {
                wider[c] = row.get(c);
            }
            for (int c = 0; c < columns.size(); c++) {
                wider[row.size() + c] = cells.get(c)[i];
            }
            rows.add(RowFactory.create(wider));
        }
        return rows;
    }

    private static Object[] cells(PredictionColumn.What what, PredictiveDistribution prediction) {
        if (prediction instanceof ClassPrediction classes) {
            return switch (what) {
                case PROBABILITY -> vectors(classes.probabilities(), classes.classes());
                case LOG_PROBABILITY -> vectors(classes.logProbabilities(), classes.classes());
                case PREDICTIVE_ENTROPY -> boxed(classes.predictiveEntropy());
                case MUTUAL_INFORMATION -> boxed(classes.mutualInformation().orElseGet(() -> notKnown(classes.rows())));
                default ->
                    boxed(IntStream.range(0, classes.rows())
                            .mapToDouble(classes::predicted)
                            .toArray());
            };
        }
        ValuePrediction of = (ValuePrediction) prediction;
        return boxed(
                switch (what) {
                    case ALEATORIC_SD -> of.aleatoricSd();
                    case EPISTEMIC_SD -> of.epistemicSd();
                    default -> of.mean();
                });
    }

    /** What one draw predicts for each row; the rows of a draw go through the network together. */
    private Object[] drawn(Batch batch, PosteriorDraws draws, Key key, long first) {
        int count = draws.values().length;
        int[] draw = new int[batch.rows()];
        if (!oneDraw) {
            for (int i = 0; i < draw.length; i++) {
                draw[i] = (int) (key.uniform(first + i) * count);
            }
        }
        Object[] cells = new Object[draw.length];
        for (int d = 0; d < count; d++) {
            int chosen = d;
            int[] rows = IntStream.range(0, draw.length)
                    .filter(i -> draw[i] == chosen)
                    .toArray();
            if (rows.length > 0) {
                PredictiveDistribution one = predictive.of(batch.select(rows), draws.only(d));
                Object[] some = cells(
                        one instanceof ClassPrediction
                                ? PredictionColumn.What.PROBABILITY
                                : PredictionColumn.What.PREDICTION,
                        one);
                for (int i = 0; i < rows.length; i++) {
                    cells[rows[i]] = some[i];
                }
            }
        }
        return cells;
    }

    private static double[] notKnown(int rows) {
        double[] none = new double[rows];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    private static Object[] boxed(double[] values) {
        Object[] cells = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            cells[i] = values[i];
        }
        return cells;
    }

    private static Object[] vectors(double[][] values) {
        Object[] cells = new Object[values.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Vectors.dense(values[i]);
        }
        return cells;
    }

    private static Object[] vectors(double[] flat, int width) {
        double[][] rows = new double[flat.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return vectors(rows);
    }
}
