package io.elbo4j.spark.run;

import io.elbo4j.codec.Digests;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.Catalog;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.io.NoRowsException;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spark.registry.Decision;
import io.elbo4j.spark.registry.Entry;
import io.elbo4j.spark.registry.Journal;
import io.elbo4j.spark.registry.Registry;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A registry's model learns from new rows: the champion's posterior is the prior, and what comes out serves only if it lost
 * nothing on the rows that judge. A crash at any moment leaves the champion as it was; the same rows again change nothing.
 */
public final class Renewal {

    private final SparkSession spark;
    private final RunSpec spec;
    private final String dl4j;
    private final Registry registry;
    private final Judgement judgement;
    private final Progress progress;

    /**
     * Of this registry.
     *
     * @param spec settings of every version; the batch takes the place of {@code data.train}
     * @param dl4j text of the DL4J configuration, or empty
     */
    public Renewal(SparkSession spark, RunSpec spec, String dl4j, Registry registry, Progress progress) {
        if (!spec.priorModel().isEmpty()) {
            throw new SpecException(
                    "retrain: the prior is the champion: prior.model=" + spec.priorModel() + "; clear it");
        }
        Catalog.checkInTurn(spec, "retrain");
        this.judgement = new Judgement(spark, spec);
        this.spark = spark;
        this.spec = spec;
        this.dl4j = dl4j;
        this.registry = registry;
        this.progress = progress;
    }

    /**
     * Learns from a batch, judges and decides.
     *
     * @param batch the rows
     * @throws io.elbo4j.spark.registry.ConflictException when another job decided in the meantime
     */
    public Entry learn(Delivery batch) throws IOException {
        Journal journal = registry.journal();
        journal.damaged().forEach(name -> progress.note("registry: damaged entry passed over: file=" + name));
        Optional<HadoopFolder> champion = journal.champion().map(registry::version);
        RunSpec settings = settings(batch, champion);
        Entry entry;
        try {
            entry = decided(journal, batch.name(), settings);
        } catch (NoRowsException e) {
            entry = entry(journal, Decision.EMPTY, "", journal.champion().orElse(""), batch.name(), "", 0);
        }
        registry.commit(entry);
        registry.tidy(entry.number());
        return entry;
    }

    private RunSpec settings(Delivery batch, Optional<HadoopFolder> champion) {
        List<String> changes = new ArrayList<>(List.of("data.train=" + quoted(batch.uri()), "data.test=\"\""));
        if (!batch.format().isEmpty()) {
            changes.add("data.format=" + batch.format());
        }
        champion.ifPresent(
                folder -> changes.add("prior.model=" + quoted(folder.path().toString())));
        return RunSpec.of(Settings.of(spec.settings().render(), "retrain", changes));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private Entry decided(Journal journal, String batch, RunSpec settings) throws IOException {
        TrainingData data = TrainingData.read(spark, settings, dl4j);
        try {
            return decided(journal, batch, settings, data);
        } finally {
            data.training().unpersist();
            data.heldOut().ifPresent(Shards::unpersist);
        }
    }

    private Entry decided(Journal journal, String batch, RunSpec settings, TrainingData data) throws IOException {
        String hash = data.profile().contentHash();
        String serving = journal.champion().orElse("");
        if (journal.knows(hash)) {
            return entry(journal, Decision.REPEATED, "", serving, batch, hash, 0);
        }
        String id = id(serving, hash);
        if (!registry.version(id).has("metrics.json")) {
            train(journal, settings, data, id);
        }
        Shards judges = judgement.rows(data);
        try {
            return judged(journal, batch, hash, id, data.training(), judges);
        } finally {
            judges.unpersist();
        }
    }

    private Entry judged(Journal journal, String batch, String hash, String id, Shards rows, Shards judges) {
        String serving = journal.champion().orElse("");
        Map<String, Double> now = judgement.figures(read(id), judges);
        Map<String, Double> figures = new LinkedHashMap<>(now);
        Map<String, Double> champion = Map.of();
        if (!serving.isEmpty()) {
            TrainedModel<?> before = read(serving);
            champion = judgement.figures(before, judges);
            champion.forEach((name, value) -> figures.put(MetricName.of("champion", name), value));
            // How the new rows surprise the champion, and how far they moved its belief.
            figures.put("surpriseNll", judgement.figures(before, rows).getOrDefault("nll", Double.NaN));
            figures.put("klNats", kl(id));
        }
        List<String> objections = judgement.objections(now, champion, journal);
        boolean promoted = objections.isEmpty();
        return new Entry(
                journal.next(),
                time(),
                promoted ? Decision.PROMOTED : Decision.REFUSED,
                id,
                promoted ? id : serving,
                batch,
                hash,
                rows.rows(),
                spec.retrain().data(),
                objections,
                figures);
    }

    private void train(Journal journal, RunSpec settings, TrainingData data, String id) throws IOException {
        HadoopFolder work = registry.work(journal.next());
        try (RunFolder run = RunFolder.at(work.path().toString(), work.configuration(), false)) {
            new Training(spark, settings, run, progress).run(data);
        }
        registry.keep(work, id);
    }

    /** What a version is made of names it: the champion before, the rows and the settings. The same again is the same version. */
    private String id(String champion, String contentHash) {
        MessageDigest digest = Digests.sha256();
        for (String part : List.of(champion, contentHash, spec.settings().render())) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return Digests.hex(digest).substring(0, 16);
    }

    private TrainedModel<?> read(String version) {
        return ModelFolder.read(registry.model(version), TrainedModelCodec.INSTANCE);
    }

    private double kl(String version) {
        Object metrics =
                ModelFolder.manifest(registry.model(version)).provenance().get("metrics");
        return metrics instanceof Map<?, ?> map && map.get("kl") instanceof Number kl ? kl.doubleValue() : Double.NaN;
    }

    private Entry entry(
            Journal journal, Decision decision, String version, String champion, String batch, String hash, long rows) {
        return new Entry(
                journal.next(),
                time(),
                decision,
                version,
                champion,
                batch,
                hash,
                rows,
                spec.retrain().data(),
                List.of(),
                Map.of());
    }

    /** Now, for the journal. */
    static String time() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
