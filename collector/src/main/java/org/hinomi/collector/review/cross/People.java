package org.hinomi.collector.review.cross;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hinomi.collector.review.cross.table.Names;
import org.hinomi.collector.review.cross.table.PeopleTable;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;
import org.jspecify.annotations.Nullable;

/**
 * Who is who: accounts, PCs and telephones of people, from every table that has some of them in a
 * row. A name that two people share names nobody. Immutable.
 */
public final class People {
  /**
   * Somebody.
   *
   * @param number tells people apart, from 0
   * @param name as the first table writes it
   * @param accounts without domain, in small letters
   * @param pcs names of computers, in small letters
   */
  public record Human(
      int number, String name, Set<String> accounts, Set<String> pcs, Set<String> phones) {
    public Human {
      accounts = Set.copyOf(accounts);
      pcs = Set.copyOf(pcs);
      phones = Set.copyOf(phones);
    }
  }

  private static final int NOBODY = -1;

  private final List<Human> humans;
  private final Map<String, Integer> byKey;

  private People(List<Human> humans, Map<String, Integer> byKey) {
    this.humans = humans;
    this.byKey = byKey;
  }

  /** Those of the staff list; where there is none, of all tables that have accounts. */
  public static People of(List<PeopleTable> tables) {
    List<PeopleTable> staff =
        tables.stream().filter(table -> table.kind() == TableKind.STAFF).toList();
    List<Human> humans = new ArrayList<>();
    Map<String, Integer> byKey = new HashMap<>();
    for (PeopleTable table : staff.isEmpty() ? tables : staff) {
      for (PeopleTable.Entry entry : table.entries()) {
        if (entry.has(Role.ACCOUNT)) {
          add(entry, humans, byKey);
        }
      }
    }
    return new People(List.copyOf(humans), byKey);
  }

  private static void add(PeopleTable.Entry entry, List<Human> humans, Map<String, Integer> byKey) {
    String account = Names.account(entry.text(Role.ACCOUNT));
    if (byKey.containsKey(account(account))) {
      return;
    }
    Set<String> keys = new TreeSet<>(keys(entry));
    List<String> accounts = new ArrayList<>(List.of(account));
    if (entry.has(Role.ADMIN_ACCOUNT)) {
      accounts.add(Names.account(entry.text(Role.ADMIN_ACCOUNT)));
    }
    accounts.forEach(one -> keys.add(account(one)));
    int number = humans.size();
    humans.add(
        new Human(
            number,
            entry.has(Role.NAME) ? entry.text(Role.NAME) : account,
            Set.copyOf(accounts),
            entry.has(Role.PC) ? Set.of(Names.plain(entry.text(Role.PC))) : Set.of(),
            entry.has(Role.PHONE) ? Set.of(Names.phone(entry.text(Role.PHONE))) : Set.of()));
    keys.forEach(key -> byKey.merge(key, number, (a, b) -> NOBODY));
  }

  /** All by which a row may name somebody. */
  private static List<String> keys(PeopleTable.Entry entry) {
    List<String> keys = new ArrayList<>();
    for (Role role : new Role[] {Role.NAME, Role.ROMAN_NAME}) {
      if (entry.has(role)) {
        Names.forms(entry.text(role)).forEach(form -> keys.add("name " + form));
      }
    }
    if (entry.has(Role.STAFF_NUMBER)) {
      keys.add("number " + Names.plain(entry.text(Role.STAFF_NUMBER)));
    }
    if (entry.has(Role.PHONE)) {
      keys.add("phone " + Names.phone(entry.text(Role.PHONE)));
    }
    if (entry.has(Role.PC)) {
      keys.add("pc " + Names.plain(entry.text(Role.PC)));
    }
    if (entry.has(Role.MAIL)) {
      keys.add("mail " + Names.plain(entry.text(Role.MAIL)));
    }
    return keys;
  }

  private static String account(String account) {
    return "account " + account;
  }

  /** Whom a row speaks of: by account or number of the staff where it has them, else by name. */
  public Optional<Human> of(PeopleTable.Entry entry) {
    if (entry.has(Role.ACCOUNT)) {
      Optional<Human> by = byAccount(entry.text(Role.ACCOUNT));
      if (by.isPresent()) {
        return by;
      }
    }
    List<String> keys = new ArrayList<>(keys(entry));
    // What only one can have is asked first.
    keys.sort((a, b) -> Boolean.compare(a.startsWith("name "), b.startsWith("name ")));
    for (String key : keys) {
      Optional<Human> by = known(byKey.get(key));
      if (by.isPresent()) {
        return by;
      }
    }
    return Optional.empty();
  }

  /** Whose account it is; a domain is left aside. */
  public Optional<Human> byAccount(String account) {
    return known(byKey.get(account(Names.account(account))));
  }

  /** On whose desk a computer stands; a domain behind its name is left aside. */
  public Optional<Human> byPc(String host) {
    String plain = Names.plain(host);
    int dot = plain.indexOf('.');
    return known(byKey.get("pc " + plain))
        .or(() -> known(byKey.get("pc " + (dot > 0 ? plain.substring(0, dot) : plain))));
  }

  private Optional<Human> known(@Nullable Integer number) {
    return number == null || number == NOBODY ? Optional.empty() : Optional.of(humans.get(number));
  }

  public List<Human> all() {
    return humans;
  }
}
