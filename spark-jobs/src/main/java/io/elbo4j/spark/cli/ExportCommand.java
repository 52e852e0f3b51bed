package io.elbo4j.spark.cli;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.Export;
import io.elbo4j.models.PartitionedModel;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.site.SiteId;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.run.RunFolder;
import io.elbo4j.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export", mixinStandardHelpOptions = true, description = "Print a model's posterior.")
final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "Run folder, model folder or registry.")
    private String model = "";

    @Option(
            names = "--format",
            defaultValue = "json",
            description = "json, or bits: one drawn network of a model of binary weights.")
    private String format = "json";

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    @Override
    public Integer call() {
        if (!List.of("json", "bits").contains(format)) {
            throw new SpecException("export: unknown format: format=" + format + "; use json or bits");
        }
        HadoopFolder folder = RunFolder.modelFolder(model, new Configuration());
        TrainedModel<?> trained = ModelFolder.read(folder, TrainedModelCodec.INSTANCE);
        Object metrics = ModelFolder.manifest(folder).provenance().get("metrics");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", trained.spec().model().name());
        json.put("round", trained.round());
        json.put(
                "parameters",
                format.equals("bits")
                        ? Export.bits(trained)
                        : Export.parameters(trained.layout(), trained.posterior()));
        PartitionedModel.of(trained)
                .ifPresent(partitioned -> json.put(
                        "sites",
                        partitioned.sites().stream().map(SiteId::toString).toList()));
        json.put("elbo", metrics instanceof Map<?, ?> map ? map.get("elbo") : null);
        System.out.println(RunFolder.json(json));
        return Main.OK;
    }
}
