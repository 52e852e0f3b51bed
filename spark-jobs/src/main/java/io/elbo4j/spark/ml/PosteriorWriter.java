package io.elbo4j.spark.ml;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.run.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** Spark ML's metadata, and beside it in {@code posterior/} a model folder as {@code elbo4j train} writes it. */
final class PosteriorWriter extends MLWriter {

    static final String FOLDER = "posterior";

    private final Params instance;
    private final Optional<TrainedModel<?>> posterior;

    PosteriorWriter(Params instance, Optional<TrainedModel<?>> posterior) {
        this.instance = instance;
        this.posterior = posterior;
    }

    /** By the one form of {@code saveMetadata} that all of Spark 3.5 to 4.1 have. */
    @Override
    @SuppressWarnings("deprecation")
    public void saveImpl(String path) {
        DefaultParamsWriter.saveMetadata(instance, path, sc(), Option.empty(), Option.empty());
        posterior.ifPresent(model -> {
            try {
                HadoopFolder folder =
                        HadoopFolder.of(path, sc().hadoopConfiguration()).inside(FOLDER);
                folder.make();
                ModelFolder.write(
                        folder, TrainedModelCodec.INSTANCE, model, Provenance.of(sparkSession(), Optional.empty()));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "model: cannot be written: path=" + path + " cause=\"" + e.getMessage()
                                + "\"; look at the space and the rights there",
                        e);
            }
        });
    }
}
