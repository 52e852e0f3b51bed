package io.elbo4j.spark.run;

import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.registry.Decision;
import io.elbo4j.spark.registry.Entry;
import io.elbo4j.spark.registry.Journal;
import io.elbo4j.spark.registry.Registry;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** An earlier champion serves again; what came after it stays in the journal and among the versions. */
public final class Rollback {

    private Rollback() {}

    /**
     * Decides it.
     *
     * @param version which; empty for the champion before the one that serves
     * @throws SpecException when there is no such version among those that were promoted
     */
    public static Entry of(Registry registry, String version) throws IOException {
        Journal journal = registry.journal();
        String serving = journal.champion().orElse("");
        List<String> champions = journal.champions();
        String back = version;
        if (back.isEmpty()) {
            int at = champions.indexOf(serving) + 1;
            back = at < champions.size() ? champions.get(at) : "";
        }
        if (back.equals(serving) || !champions.contains(back)) {
            throw new SpecException("rollback: no such champion: version=" + back + " serving=" + serving
                    + " champions=" + champions + "; elbo4j history lists all");
        }
        // Whatever has happened to the folder since, a model that cannot be read must not serve.
        ModelFolder.read(registry.model(back), TrainedModelCodec.INSTANCE);
        Entry entry = new Entry(
                journal.next(), Renewal.time(), Decision.ROLLED_BACK, back, back, "", "", 0, "", List.of(), Map.of());
        registry.commit(entry);
        return entry;
    }
}
