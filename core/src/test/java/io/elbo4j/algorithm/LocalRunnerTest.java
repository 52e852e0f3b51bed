package io.elbo4j.algorithm;

import io.elbo4j.contract.RunnerContract;
import io.elbo4j.data.Shard;
import java.util.List;

class LocalRunnerTest extends RunnerContract {

    @Override
    protected Runner runner(List<Shard> shards) {
        return new LocalRunner(shards);
    }
}
