package io.oncegate.app;

import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Sample;
import io.oncegate.core.StoreUnderTest;
import java.util.OptionalInt;

/** Entries in a running gateway's Redis, as requests would leave them. */
record Entries(IdempotencyStore store) {

    EntryId inFlight(String key) {
        return claim(key).id();
    }

    EntryId unknown(String key) {
        return settled(key, new Ending.Unknown(OptionalInt.of(502)));
    }

    EntryId kept(String key) {
        return settled(key, new Ending.Completed(Sample.CREATED));
    }

    ClaimOutcome retried(EntryId id) {
        return StoreUnderTest.result(store.claim(Sample.by(ClaimToken.random(), Sample.request(id))));
    }

    private EntryId settled(String key, Ending ending) {
        Claim claim = claim(key);
        StoreUnderTest.result(store.settle(claim, ending));
        return claim.id();
    }

    private Claim claim(String key) {
        ClaimRequest request = Sample.by(ClaimToken.random(), Sample.request(Sample.id(key)));
        return ((ClaimOutcome.Granted) StoreUnderTest.result(store.claim(request))).claim();
    }
}
