package io.oncegate.systemtest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One person with one page that uses {@code idempotent-fetch}, and a server that does what it is told. */
abstract class OneModulePage {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    final ScriptedServer server = new ScriptedServer();
    ModulePage page;

    @BeforeEach
    void open() {
        page = ModulePage.open(CHROMIUM.person(), server);
    }

    @AfterEach
    void close() {
        server.close();
    }
}
