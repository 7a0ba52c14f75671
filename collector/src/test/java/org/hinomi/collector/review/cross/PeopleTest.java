package org.hinomi.collector.review.cross;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hinomi.collector.review.cross.table.PeopleTable;
import org.hinomi.collector.review.cross.table.TableFolder;
import org.hinomi.collector.review.cross.table.TableKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleTest {
  @TempDir Path folder;

  private PeopleTables tables(String attendance) throws Exception {
    Files.writeString(
        folder.resolve("staff.csv"),
        """
        社員番号,氏名,氏名（英字）,部署,アカウント,管理者アカウント,PC名,携帯電話
        A1,佐藤　健一,Kenichi SATO,営業部,sato.k,adm.sato.k,PC-001,090-0000-0001
        A2,鈴木　愛,Ai SUZUKI,営業部,suzuki.a,,PC-002,090-0000-0002
        A3,鈴木　愛,Ai SUZUKI,技術部,suzuki.a2,,PC-003,090-0000-0003
        """);
    Files.writeString(folder.resolve("attendance.csv"), "社員番号,氏名,日付,出勤,退勤\n" + attendance);
    TableFolder.Read read = TableFolder.read(folder);
    assertThat(read.problems()).isEmpty();
    return new PeopleTables(read);
  }

  private static PeopleTable.Entry row(PeopleTables tables) {
    return tables.of(TableKind.ATTENDANCE).getFirst();
  }

  @Test
  void findsSomebodyByAnyForm() throws Exception {
    for (String name : new String[] {"健一 佐藤", "佐藤健一", "ＳＡＴＯ　Ｋｅｎｉｃｈｉ", "佐藤 健一様"}) {
      PeopleTables tables = tables("," + name + ",2026/10/1,9:00,18:00\n");
      assertThat(tables.people().of(row(tables)))
          .hasValueSatisfying(
              human -> assertThat(human.accounts()).contains("sato.k", "adm.sato.k"));
    }
  }

  @Test
  void aNameThatTwoShareNamesNobodyButTheirNumberDoes() throws Exception {
    PeopleTables tables = tables(",鈴木 愛,2026/10/1,9:00,18:00\n");
    assertThat(tables.people().of(row(tables))).isEmpty();
    tables = tables("A3,鈴木 愛,2026/10/1,9:00,18:00\n");
    assertThat(tables.people().of(row(tables)))
        .hasValueSatisfying(human -> assertThat(human.accounts()).containsExactly("suzuki.a2"));
  }

  @Test
  void accountsAndPcsLoseTheirDomains() throws Exception {
    People people = tables("").people();
    assertThat(people.byAccount("AKEBONO\\Adm.Sato.K")).isPresent();
    assertThat(people.byPc("pc-002.akebono.example")).isPresent();
    assertThat(people.byAccount("nobody")).isEmpty();
  }
}
