package io.oncegate.core;

/** What every implementation of {@link EntryAdmin} has to pass, next to the store whose entries it shows. */
public interface EntryAdminContract extends EntryChangeContract, EntryRaceContract, EntryListContract {}
