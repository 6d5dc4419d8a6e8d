package io.oncegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What one process takes on at once (contract 3, {@code gateway-busy}). */
class CapacityTest {

    private final Capacity capacity = new Capacity(2, 100);

    @Test
    void noMoreExchangesThanSoMany() {
        Capacity.Share first = capacity.admit(0).orElseThrow();
        assertThat(capacity.admit(0)).isPresent();
        assertThat(capacity.admit(0)).isEmpty();
        assertThat(capacity.refused()).isEqualTo(1);

        first.giveBack();

        assertThat(capacity.admit(0)).isPresent();
        assertThat(capacity.exchanges()).isEqualTo(2);
    }

    @Test
    void noneThatWouldHoldTooMuch() {
        Capacity.Share first = capacity.admit(60).orElseThrow();
        assertThat(capacity.admit(41)).isEmpty();
        assertThat(capacity.exchanges()).isEqualTo(1);
        assertThat(capacity.bytes()).isEqualTo(60);

        first.hold(-20);

        assertThat(capacity.admit(60)).isPresent();
    }

    @Test
    void whoHasSomebodyElseToAskIsNotCountedAsRefused() {
        assertThat(capacity.admitIfRoom(101)).isEmpty();
        Capacity.Share share = capacity.admitIfRoom(100).orElseThrow();
        assertThat(capacity.admitIfRoom(1)).isEmpty();
        assertThat(capacity.exchanges()).isEqualTo(1);
        assertThat(capacity.bytes()).isEqualTo(100);
        assertThat(capacity.refused()).isZero();

        share.giveBack();

        assertThat(capacity.exchanges()).isZero();
    }

    @Test
    void whatWasBegunIsBroughtToItsEndHoweverMuchItHolds() {
        Capacity.Share first = capacity.admit(10).orElseThrow();

        first.hold(1_000);

        assertThat(capacity.bytes()).isEqualTo(1_010);
        assertThat(capacity.admit(0)).isEmpty();
    }

    @Test
    void allIsGivenBackOnce() {
        Capacity.Share share = capacity.admit(10).orElseThrow();
        share.hold(5);
        share.giveBack();
        share.giveBack();
        share.hold(5);

        assertThat(capacity.exchanges()).isZero();
        assertThat(capacity.bytes()).isZero();
    }
}
