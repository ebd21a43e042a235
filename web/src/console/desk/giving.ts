// Saying a command so that it happens once: the same words on the same version keep their id until an answer is known.
import { type CommandBody, type CommandName, give, type Messages } from '../../api/client'
import { Problem } from '../../api/problem'
import { server_now_ms } from '../../base/server_clock'
import { make_uuid_v7 } from '../../base/uuid'

interface Said {
  name: CommandName
  body: CommandBody<CommandName>
}

// Commands of this window: what came of them is no news to who gave them.
const given_here = new Set<string>()
export const is_given_here = (command_id: string): boolean => given_here.has(command_id)

export class Giver {
  private last = { said: '', id: '' }

  async give(id: string, version: number, { name, body }: Said): Promise<Messages['Receipt']> {
    const said = JSON.stringify([id, version, name, body])
    if (this.last.said !== said) this.last = { said, id: make_uuid_v7(server_now_ms()) }
    given_here.add(this.last.id)
    try {
      return await give(name, { whistle_id: id, version, id: this.last.id }, body)
    } catch (thrown) {
      // A refusal is an answer: saying it once more is another command.
      if (!(thrown instanceof Problem && thrown.passing)) this.last = { said: '', id: '' }
      throw thrown
    }
  }
}
