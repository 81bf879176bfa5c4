import { Box } from 'ink'
import { useMemo, useState } from 'react'
import * as z from 'zod'
import { settingsProblem } from '../../../settings/problems.ts'
import type { DirectoryGroup } from '../../../sync/directory.ts'
import { domainOf } from '../../../sync/domains.ts'
import { globFault } from '../../../sync/globs/glob-words.ts'
import { splitGlobs } from '../../../sync/globs/split-globs.ts'
import { unitTree } from '../../../sync/scope/unit-tree.ts'
import { asProblem } from '../../../views/bug-problem.ts'
import { previewWords } from '../../../views/scope/preview-words.ts'
import { useApp } from '../../app-context.ts'
import { promptRows, TextPrompt } from '../../components/form/text-prompt.tsx'
import { Lines } from '../../components/frame/lines.tsx'
import { MultiSelect } from '../../components/list/multi-select.tsx'
import { Confirm } from '../../components/messages/confirm.tsx'
import { LeaveGuard } from '../../components/messages/leave-guard.tsx'
import { ProblemBox } from '../../components/messages/problem-box.tsx'
import { ProgressView } from '../../components/messages/progress-view.tsx'
import { useActions } from '../../hooks/use-actions.ts'
import { SpaceContext, useSpace } from '../../hooks/use-space.ts'
import type { Line } from '../../text/line.ts'
import { useWizard } from '../wizard-context.ts'
import { readEntered } from '../wizard-draft.ts'
import {
  meansEverybody,
  settingsOf,
  valuesOf,
  type WhoTab,
  whoTabs,
  withTab,
  wordOf,
  wordsOf,
  wordsOfTab,
} from './choice.ts'
import { PreviewedPeople } from './previewed-people.tsx'
import { useKnownPeople } from './use-known-people.ts'
import { usePreview } from './use-preview.ts'
import { exclusionChoices, groupChoices, unitChoices, unitNote } from './who-choices.ts'

/** A draft is a small file; past this many letters the choice is kept on the screen alone. */
const longestDraft = 40_000

/** Chooses who is in scope: three tabs over one search, and at the bottom how many people that makes. */
export function ChooseWho({ groups }: { groups: readonly DirectoryGroup[] }) {
  const app = useApp()
  const wizard = useWizard()
  const space = useSpace()
  // What was chosen when the screen opened; the draft that this screen writes must not reorder it.
  const [saved] = useState(app.home.settings)
  const [opened] = useState(() => {
    const draft = readEntered(wizard.draft, 'who', () => z.array(z.string()))
    return draft === null ? wordsOf(saved) : new Set(draft)
  })
  const [words, setWords] = useState<ReadonlySet<string>>(opened)
  /** What was chosen when the tab was opened, which stands on top: toggling moves no rows. */
  const [start, setStart] = useState<ReadonlySet<string>>(opened)
  const [patterns, setPatterns] = useState(() => valuesOf(opened, 'outPattern'))
  const [tab, setTab] = useState<WhoTab>('groups')
  const [text, setText] = useState('')
  const [over, setOver] = useState<'list' | 'pattern' | 'everybody' | null>(null)

  const { gone, named, domains } = useMemo(() => {
    const listed = new Set(groups.map(({ id }) => id))
    const chosenBefore = [...saved.groups, ...saved.excludedGroups]
    const before = chosenBefore.filter(({ id }) => !listed.has(id))
    const addresses = [...groups.map(({ email }) => email), saved.administrator ?? '']
    return {
      gone: before,
      named: [...before, ...groups],
      domains: new Set(addresses.flatMap((address) => domainOf(address) ?? [])),
    }
  }, [groups, saved])
  const settings = useMemo(() => ({ ...saved, ...settingsOf(words, named) }), [saved, words, named])
  const chosenGroups = useMemo(() => [...settings.groups, ...settings.excludedGroups], [settings])
  const { known, people, readEverybody, isReadingMembers, failure } = useKnownPeople(domains, chosenGroups)
  const preview = usePreview(known, settings)

  const { users } = known
  const units = useMemo(() => (users === null ? [] : unitTree(users)), [users])
  const choices = useMemo(() => {
    const isGone = (ids: readonly { id: string }[]) => gone.filter(({ id }) => ids.some((one) => one.id === id))
    if (tab === 'groups') return groupChoices(groups, isGone(saved.groups), 'inGroup')
    if (tab === 'units') return unitChoices(units, saved.orgUnits, 'inUnit')
    return exclusionChoices({
      groups,
      gone: isGone(saved.excludedGroups),
      units,
      chosenUnits: saved.excludedOrgUnits,
      users: users ?? [],
      patterns,
    })
  }, [tab, groups, gone, units, users, patterns, saved])
  const initial = useMemo(() => wordsOfTab(start, tab), [start, tab])

  const take = (next: ReadonlySet<string>): void => {
    setWords(next)
    const draft = JSON.stringify([...next])
    if (draft.length <= longestDraft) wizard.enter('who', draft)
  }
  const change = (ofTab: ReadonlySet<string>): void => {
    const next = withTab(words, tab, ofTab)
    if (meansEverybody(settingsOf(next, named)) && !meansEverybody(settings))
      app.say('No group or unit selected now: everyone in the organization gets an archive.')
    take(next)
  }
  const save = async (): Promise<void> => {
    await app.services.saveSettings(settingsOf(words, named))
    await app.refresh()
    wizard.next()
  }
  /** Nothing chosen means everybody, which is asked for where there was something before. */
  const accept = (): void => {
    if (meansEverybody(settings) && !meansEverybody(saved)) setOver('everybody')
    else app.hold(save().catch(app.fail))
  }
  const open = (next: WhoTab | undefined): void => {
    if (next === undefined) return
    setTab(next)
    setStart(words)
    if (next !== 'groups') readEverybody()
  }
  const nextTab = (): void => {
    const index = whoTabs.findIndex(({ id }) => id === tab)
    open(whoTabs[(index + 1) % whoTabs.length]?.id)
  }
  const addPatterns = async (typed: string): Promise<void> => {
    const globs = splitGlobs(typed)
    const fault = globs.map(globFault).find((found) => found !== null)
    if (fault !== undefined) throw settingsProblem('settingRefused', { field: 'exclusions', why: fault ?? '' })
    setPatterns((current) => [...new Set([...globs, ...current])])
    const next = new Set([...words, ...globs.map((glob) => wordOf('outPattern', glob))])
    setStart(next)
    take(next)
    setOver(null)
  }
  const isChoosing = over === null
  useActions(
    [
      { keys: 'next', does: 'next tab', run: nextTab, rank: 'late' },
      {
        keys: 'digit',
        name: '1-3',
        does: 'open a tab',
        run: (key) => open(whoTabs[Number(key.text) - 1]?.id),
        rank: 'help',
      },
      { keys: 'v', does: 'view people', run: () => setOver('list'), rank: 'late' },
      { keys: 'n', does: 'new pattern', run: () => setOver('pattern'), when: tab === 'exclusions' },
    ],
    { layer: 'screen', isActive: isChoosing },
  )

  const reserved = over === 'pattern' ? promptRows(space.columns) : 0
  const room = { columns: space.columns, rows: Math.max(1, space.rows - 2 - reserved) }
  const isWaiting = tab === 'units' && users === null
  const bottom =
    failure === null
      ? preview === null || isReadingMembers
        ? 'Counting who would be in.'
        : previewWords(preview.now, preview.before)
      : `Rollcall can't count the people now: ${asProblem(failure).title}.`
  const isChanged = !isSameSet(words, wordsOf(saved))
  return (
    <LeaveGuard isChanged={wizard.isSingle && isChanged && over !== 'everybody'} onLeave={wizard.back}>
      {over === 'everybody' && (
        <Confirm
          question={{
            sentence: 'No group or unit selected: everyone in the organization gets an archive.',
            verb: 'include everybody',
            typed: null,
          }}
          columns={space.columns}
          onConfirm={() => app.hold(save().catch(app.fail))}
          onCancel={() => setOver(null)}
        />
      )}
      {over === 'list' && <PreviewedPeople known={known} settings={settings} onClose={() => setOver(null)} />}
      <Box display={over === 'everybody' || over === 'list' ? 'none' : 'flex'} flexDirection="column">
        <Lines lines={[tabLine(tab, words)]} columns={space.columns} />
        <SpaceContext.Provider value={room}>
          <Box flexDirection="column" height={room.rows}>
            {isWaiting ? (
              people.state === 'failed' ? (
                <ProblemBox error={people.error} columns={room.columns} height={room.rows} />
              ) : (
                <ProgressView
                  title="Reading everyone's organizational unit"
                  progress={people.state === 'running' ? people.progress : null}
                  note="Tab goes on to the next tab."
                />
              )
            ) : (
              <MultiSelect
                // A tab begins with what is chosen in it, on top of the list.
                key={`${tab}${tab === 'exclusions' ? patterns.length : ''}`}
                choices={choices}
                initial={initial}
                accepts={wizard.accepts}
                noneMeans={noneMeans[tab]}
                onChange={change}
                onAccept={accept}
                isActive={isChoosing}
                keepsOrder={tab === 'units'}
                filterText={{ text, change: setText }}
                {...(tab === 'units'
                  ? {
                      noteOf: ({ id, note }, chosen) =>
                        unitNote(id.slice('inUnit:'.length), note, valuesOf(chosen, 'inUnit')),
                    }
                  : {})}
              />
            )}
          </Box>
        </SpaceContext.Provider>
        {over === 'pattern' ? (
          <TextPrompt
            label="Skip people whose address matches, such as svc-* or *@lab.example.com"
            submits="add it"
            columns={space.columns}
            onSubmit={addPatterns}
            onCancel={() => setOver(null)}
            onBusy={app.hold}
          />
        ) : (
          <Lines lines={[[{ text: bottom, bold: true }]]} columns={space.columns} />
        )}
      </Box>
    </LeaveGuard>
  )
}

const isSameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((word) => other.has(word))

const noneMeans: Readonly<Record<WhoTab, string>> = {
  groups: 'everyone in the organization.',
  units: 'units bring nobody in.',
  exclusions: 'nobody is left out.',
}

/** The tabs, each with how much is chosen in it; brackets say which one is open. */
function tabLine(tab: WhoTab, words: ReadonlySet<string>): Line {
  return whoTabs.map(({ id, name }) => {
    const count = wordsOfTab(words, id).size
    const title = count === 0 ? name : `${name} ${count}`
    return id === tab ? { text: `[${title}]  `, bold: true } : { text: ` ${title}   `, dim: true }
  })
}
